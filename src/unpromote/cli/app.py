"""Every verb of the command line, under one name."""

from __future__ import annotations

import typer

from unpromote.cli import adcp, case, notices, pay, people, preset, template, tray
from unpromote.cli.bench import bench
from unpromote.cli.channels import channels
from unpromote.cli.demo import demo
from unpromote.cli.emulator import emulator
from unpromote.cli.quote import quote
from unpromote.cli.read import read
from unpromote.cli.serve import serve, work
from unpromote.cli.verify import verify

app = typer.Typer(
    name="unpromote",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Cancel a TikTok promotion as one calm, provable case.",
)

app.command("demo")(demo)
app.command("quote")(quote)
app.command("read")(read)
app.command("verify")(verify)
app.command("bench")(bench)
app.command("serve")(serve)
app.command("work")(work)
app.command("emulator")(emulator)
app.command("channels")(channels)
app.add_typer(case.app, name="case")
app.add_typer(people.app, name="people")
app.add_typer(pay.app, name="pay")
app.add_typer(notices.app, name="notices")
app.add_typer(preset.app, name="preset")
app.add_typer(tray.app, name="tray")
app.add_typer(adcp.app, name="adcp")
app.add_typer(template.app, name="template")
