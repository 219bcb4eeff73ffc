//! Faces: the API and the pages.
