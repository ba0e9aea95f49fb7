"""Reports and lists as files: CSV and XLSX row by row as they are read, PDF page by page."""

from app.reports.exports.csv_rows import csv_rows
from app.reports.exports.pdf_pages import pdf_pages
from app.reports.exports.sheet import Sheet, sheet_of
from app.reports.exports.workbook import xlsx_rows
from app.reports.exports.writing import Export, export_of

__all__ = ["Export", "Sheet", "csv_rows", "export_of", "pdf_pages", "sheet_of", "xlsx_rows"]
