"""`python -m lkip_xl` is `lkip-xl`."""

from .cli import main

main()
