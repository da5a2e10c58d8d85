"""Starts Samara's bootstrap, which as a module is compiled once and not at every start."""

from samara_bootstrap import main

main()
