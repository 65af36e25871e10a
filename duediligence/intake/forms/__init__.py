"""Forms that come back: workbooks, answer files of the page, interviews from KoboToolbox and ODK."""
