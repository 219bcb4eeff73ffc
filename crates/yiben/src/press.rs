//! The press that the desk is handed: papers through `typeset`.

use desk::{DraftFile, Manuscript, Paper, PaperForm, Press, PressError};
use jiff::Timestamp;
use pack::Text;
use std::ops::Range;
use std::path::Path;
use typeset::{Draft, Error, Fonts, Imprint, Reading, Remark};

/// The typesetter with the fonts of an office, of the machine and of the program.
pub(crate) struct Typesetter {
    fonts: Fonts,
}

impl Typesetter {
    /// Fonts in the town's `fonts` folder come before those of the machine and of the program.
    pub(crate) fn of(town: &Path) -> Self {
        let folder = town.join("fonts");
        Typesetter {
            fonts: Fonts::new(folder.is_dir().then_some(folder)),
        }
    }

    fn draft(draft: &DraftFile) -> Result<Draft, PressError> {
        match draft {
            DraftFile::Docx(bytes) => Draft::from_docx(bytes.clone()),
            DraftFile::Text(text) => Draft::from_text(text),
        }
        .map_err(|error| told(&error))
    }
}

impl Press for Typesetter {
    fn literal(&self, text: &str) -> String {
        typeset::literal(text)
    }

    fn set(&self, manuscript: &Manuscript, form: PaperForm) -> Result<Paper, PressError> {
        let charts = |name: &str| manuscript.charts.get(name).cloned();
        let Reading { paper, warnings } = typeset::Paper::from_markdown(&manuscript.markdown, &charts);
        let imprint = Imprint {
            ident: manuscript.ident.clone(),
            made_at: Timestamp::from_millisecond(manuscript.moment).unwrap_or_default(),
            figures: manuscript.figures.clone(),
        };
        let mut warnings: Vec<Text> = warnings.iter().map(warned).collect();
        let (bytes, pages) = match form {
            PaperForm::Pdf => {
                let printed = typeset::pdf(&paper, &imprint, &self.fonts).map_err(|error| told(&error))?;
                warnings.extend(printed.warnings.iter().map(warned));
                (printed.bytes, Some(printed.pages))
            }
            PaperForm::Docx => {
                let bytes = typeset::docx(&paper, &imprint, &self.fonts).map_err(|error| told(&error))?;
                (bytes, None)
            }
            PaperForm::Html => (typeset::html(&paper, &imprint).into_bytes(), None),
        };
        Ok(Paper {
            bytes,
            pages,
            warnings,
        })
    }

    fn text_of(&self, draft: &DraftFile) -> Result<String, PressError> {
        Ok(Self::draft(draft)?.text().to_owned())
    }

    fn comment(
        &self,
        draft: &DraftFile,
        author: &str,
        comments: &[(Range<usize>, String)],
        moment: i64,
    ) -> Result<Vec<u8>, PressError> {
        let remarks: Vec<(Range<usize>, Remark)> = comments
            .iter()
            .map(|(bytes, text)| {
                let remark = Remark {
                    author: author.to_owned(),
                    text: text.clone(),
                };
                (bytes.clone(), remark)
            })
            .collect();
        let made_at = Timestamp::from_millisecond(moment).unwrap_or_default();
        Self::draft(draft)?
            .annotate(&remarks, made_at)
            .map_err(|error| told(&error))
    }
}

fn told(error: &Error) -> PressError {
    PressError {
        message: Text {
            zh: error.zh(),
            en: error.to_string(),
        },
    }
}

fn warned(warning: &typeset::Warning) -> Text {
    Text {
        zh: warning.zh(),
        en: warning.to_string(),
    }
}
