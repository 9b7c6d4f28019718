"""Files that people hand over and take away: spreadsheets of promotions and creators, evidence packs, reports."""
