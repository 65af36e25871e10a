"""From many companies to one sector report: packages, sector tables, shared sites, and what may be published."""
