//! Office Open XML spreadsheets (ECMA-376, ISO/IEC 29500): the package, its parts and what their XML says.

pub(crate) mod package;
pub(crate) mod strings;
pub(crate) mod styles;
pub(crate) mod workbook;
pub(crate) mod worksheet;
pub(crate) mod xml;
