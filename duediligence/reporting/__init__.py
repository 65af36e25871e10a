"""Reports: an audience's frozen view of one assessment first; pages, workbooks and exports compute nothing."""
