//! Finding a member by its path: the way back from [`Layout::path_at`](super::Layout::path_at).

use super::Layout;
use super::layout::{Field, FieldKind};
use super::projection::{
    IKEV2_PROJECTION_INFO, IKEV2_PROJECTION_INFO2, PPP_PROJECTION_INFO, PPP_PROJECTION_INFO2,
};

/// Where a member lies in the image of its structure, on this target.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The offset in bytes from the start of the structure.
    pub offset: usize,
    /// Its size in bytes.
    pub size: usize,
    /// What it is made of: text is an array of elements two bytes wide.
    pub kind: FieldKind,
}

/// The bytes of the member that `path` names, in the image of a structure with these fields.
///
/// A path is names with points between them, and brackets for elements of arrays: `PppInfo3.lcp.dwOptions`,
/// `wszUserName`, `wszUserName[3]`. A projection has three more names for its storage: besides `Anonymous`, which
/// is all of it, `ppp` and `ikev2` read it as in C, whichever the discriminator says is in use. `None` if there is
/// no such member, or `image` ends before it does.
///
/// ```
/// use mockras::abi::{Layout, RAS_CONNECTION_3, Structure, member};
/// let mut connection = RAS_CONNECTION_3::ZERO;
/// connection.PppInfo3.lcp.dwOptions = 6;
/// let image = connection.to_bytes();
/// let fields = RAS_CONNECTION_3::FIELDS;
/// assert_eq!(member(&image, fields, "PppInfo3.lcp.dwOptions"), Some(&6_u32.to_ne_bytes()[..]));
/// assert_eq!(member(&image, fields, "PppInfo.lcp.dwOptions"), None);
/// ```
pub fn member<'image>(image: &'image [u8], fields: &'static [Field], path: &str) -> Option<&'image [u8]> {
    let found = find_member(fields, path)?;
    image.get(found.offset..found.offset + found.size)
}

/// Where the member lies that `path` names, in a structure with these fields; paths are those of [`member`].
pub fn find_member(fields: &'static [Field], path: &str) -> Option<Member> {
    let mut at = Member { offset: 0, size: 0, kind: FieldKind::Structure(fields) };
    for segment in path.split('.') {
        let FieldKind::Structure(fields) = at.kind else { return None };
        let (name, indices) = segment.split_at(segment.find('[').unwrap_or(segment.len()));
        let found = named(fields, name)?;
        at = element(Member { offset: at.offset + found.offset, ..found }, indices)?;
    }
    Some(at)
}

/// The field of this name, or the storage under one of its other names.
fn named(fields: &'static [Field], name: &str) -> Option<Member> {
    if let Some(field) = fields.iter().find(|field| field.name == name) {
        return Some(Member { offset: field.offset, size: field.size, kind: field.kind });
    }
    fields.iter().find_map(|field| {
        let (fields, size) = match (field.type_name, name) {
            ("PROJECTION_INFO_0", "ppp") => whole::<PPP_PROJECTION_INFO>(),
            ("PROJECTION_INFO_0", "ikev2") => whole::<IKEV2_PROJECTION_INFO>(),
            ("PROJECTION_INFO2_0", "ppp") => whole::<PPP_PROJECTION_INFO2>(),
            ("PROJECTION_INFO2_0", "ikev2") => whole::<IKEV2_PROJECTION_INFO2>(),
            _ => return None,
        };
        Some(Member { offset: field.offset, size, kind: FieldKind::Structure(fields) })
    })
}

fn whole<T: Layout>() -> (&'static [Field], usize) {
    (T::FIELDS, size_of::<T>())
}

/// The element that `[3]`, or `[3][1]`, or nothing at all, selects from an array.
fn element(array: Member, indices: &str) -> Option<Member> {
    let Some(rest) = indices.strip_prefix('[') else { return indices.is_empty().then_some(array) };
    let (digits, rest) = rest.split_once(']')?;
    let FieldKind::Array { width, element: &kind } = array.kind else { return None };
    // A sign would be read as part of a number.
    let index: usize = digits.parse().ok().filter(|_| !digits.starts_with('+'))?;
    if index >= array.size / width {
        return None;
    }
    element(Member { offset: array.offset + index * width, size: width, kind }, rest)
}
