"""`python -m deploy`: how the house is started and looked after."""

from deploy.cli import main

main(prog_name="python -m deploy")
