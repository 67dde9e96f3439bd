"""The risk assessment as a value: what the manager reads, on screen and on paper, in both languages."""

from assessor.domain.report.making import make_report
from assessor.domain.report.value import Particulars, Report

__all__ = ["Particulars", "Report", "make_report"]
