"""`python -m unpromote`: the same as the command."""

from unpromote.conf.command import main

main()
