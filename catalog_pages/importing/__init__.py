"""A merchant's export becomes a catalogue.

A reader per format (`magento`, `woocommerce`, `pipit`) turns rows into the records of `records`; `writer` turns
records into goods, stock and pages; `run` ties them together, and `report` tells what came of each row.
"""
