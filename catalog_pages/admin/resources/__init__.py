"""The columns of the files that staff import and export. Rows are known by slug or SKU, never by a primary key."""
