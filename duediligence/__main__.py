"""`python -m duediligence`."""

from duediligence.cli.app import main

main()
