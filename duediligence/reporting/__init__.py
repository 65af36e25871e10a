"""Reports: an audience's frozen view of one assessment first, then pages, workbooks and exports that compute nothing."""
