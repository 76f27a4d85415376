//! A report as one JSON object: `lang`, the language of its own words; `sum` of all, with `figures`, `backed`, `verified`
//! and `missing`; and `articles`, each with
//!
//! - `title`, `file`, `date` (`2025-05-26`, `2025-05`, `2025` or null), `lang`, `sum`;
//! - `decisions` about it as a whole: `kind`, `text` (the line for people), `url` in it, `creator`, `created`;
//! - `figures`: `line` (from 1), `start`, `end`, `before`, `text` and `after` (the sentence), `amount` in the reader's form,
//!   `value`, `high`, `unit`, `approx`, `backing` (`verified`, `vouched`, `disputed`, `vague` or `unsourced`), `source` (words
//!   of the text) or `why` it is backed without any, `url`, `decisions`;
//! - `people` and `organisations`: `name`, `role`, `mentions`, `line`;
//! - `quotations` by speaker: `name`, and `quotations` with `line`, `start`, `end`, `text`, `decisions`;
//! - `open`: `line`, the words that it is `on`, and the fields of a decision.
//!
//! Places count code points of the file as stored. Texts are what the article has there, without markup, in one line.

use super::Report;

/// The object.
pub fn object(report: &Report) -> String {
    serde_json::to_string_pretty(report).expect("all keys are words") + "\n"
}
