"""How fast the product is: one file for each thing that is measured, its workload shipped, its limit beside it."""
