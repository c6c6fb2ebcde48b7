//! How JSON is laid out: in ASCII, outer values on lines of their own, inner ones on one line.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;
use serde_json::{Serializer, Value};

/// An object without the members that have no value.
pub fn present(mut object: Value) -> Value {
    if let Value::Object(members) = &mut object {
        members.retain(|_, value| !value.is_null());
    }
    object
}

/// Writes `value` as a document that ends in a line feed. An array or object takes several lines if it lies in fewer
/// than `spread` others.
pub fn document(value: &impl Serialize, spread: usize) -> String {
    let mut bytes = Vec::new();
    let layout = JsonLayout { spread, depth: 0, has_value: false };
    let written = value.serialize(&mut Serializer::with_formatter(&mut bytes, layout));
    written.expect("a report is made of strings, numbers and lists");
    bytes.push(b'\n');
    String::from_utf8(bytes).expect("the document is ASCII")
}

struct JsonLayout {
    spread: usize,
    /// How many arrays and objects are open.
    depth: usize,
    /// Whether the innermost of them has a value yet.
    has_value: bool,
}

impl JsonLayout {
    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &str) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        out.write_all(bracket.as_bytes())
    }

    /// Writes what stands before a value: a comma, and the start of its line.
    fn before<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let is_spread = self.depth <= self.spread;
        out.write_all(match (first, is_spread) {
            (true, _) => b"",
            (false, true) => b",",
            (false, false) => b", ",
        })?;
        if is_spread { self.line(out) } else { Ok(()) }
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        write!(out, "\n{:indent$}", "", indent = 2 * self.depth)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &str) -> io::Result<()> {
        let is_spread = self.depth <= self.spread;
        self.depth -= 1;
        if self.has_value && is_spread {
            self.line(out)?;
        }
        out.write_all(bracket.as_bytes())
    }
}

impl Formatter for JsonLayout {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, "[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, "]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.before(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, "{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, "}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.before(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, text: &str) -> io::Result<()> {
        let is_plain = |c: char| matches!(c, ' '..='~');
        let mut rest = text;
        while let Some(at) = rest.find(|c| !is_plain(c)) {
            let (plain, odd) = rest.split_at(at);
            out.write_all(plain.as_bytes())?;
            let Some(c) = odd.chars().next() else { break };
            c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}"))?;
            rest = &odd[c.len_utf8()..];
        }
        out.write_all(rest.as_bytes())
    }
}
