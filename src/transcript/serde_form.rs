//! Transcripts for serde: their JSON form, or their text form where values do not say what they are.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::Transcript;

/// Feature `serde`. In JSON and the like a transcript has the members of its JSON form; in a format such as postcard it is
/// its text form.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let json = serde_json::to_string(&run)?;
/// assert!(json.starts_with(r#"{"mockras-transcript":1,"profile":"server-2012","#));
/// assert_eq!(serde_json::from_str::<Transcript>(&json)?, run);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Transcript {
    fn serialize<S: Serializer>(&self, into: S) -> Result<S::Ok, S::Error> {
        if !into.is_human_readable() {
            return into.serialize_str(&self.to_text());
        }
        let document: serde_json::Value = serde_json::from_str(&self.to_json()).map_err(S::Error::custom)?;
        document.serialize(into)
    }
}

/// What is no transcript is refused with the message of [`Transcript::parse_json`] or [`Transcript::parse_text`].
impl<'de> Deserialize<'de> for Transcript {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        if source.is_human_readable() {
            let document = serde_json::Value::deserialize(source)?;
            // On one line, it has no places to tell.
            return Self::parse_json(&document.to_string()).map_err(|error| D::Error::custom(error.message));
        }
        Self::parse_text(&String::deserialize(source)?).map_err(D::Error::custom)
    }
}
