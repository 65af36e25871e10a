"""Views as Excel workbooks: sheets, layout, looks and charts."""
