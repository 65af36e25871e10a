"""For other systems and authorities: the assessment, calendars, action plans, the evidence pack, files."""
