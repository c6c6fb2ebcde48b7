//! Finding a member by its path: the way back from [`Layout::path_at`](super::Layout::path_at).

use super::Layout;
use super::layout::{Field, FieldKind};
use super::projection::{IKEV2_PROJECTION_INFO, PPP_PROJECTION_INFO};
use super::projection2::{IKEV2_PROJECTION_INFO2, PPP_PROJECTION_INFO2};

/// Where a member lies in the image of its structure, on this target.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Bytes from the start of the structure.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::{
        PPP_PROJECTION_INFO, RAS_CONNECTION_2, RAS_CONNECTION_4, RAS_CONNECTION_EX, RAS_PORT_0, Structure,
    };

    fn every_named_byte_is_found<T: Structure>() {
        for at in 0..size_of::<T>() {
            let path = T::path_at(at);
            if path.starts_with("padding") {
                continue;
            }
            let found = find_member(T::FIELDS, &path).unwrap_or_else(|| panic!("{}.{path}", T::NAME));
            assert!((found.offset..found.offset + found.size).contains(&at), "{}.{path}", T::NAME);
            assert!(matches!(found.kind, FieldKind::Scalar), "{}.{path}", T::NAME);
        }
    }

    #[test]
    fn member_of_any_named_byte_is_found() {
        every_named_byte_is_found::<RAS_CONNECTION_2>();
        every_named_byte_is_found::<RAS_CONNECTION_EX>();
        every_named_byte_is_found::<RAS_CONNECTION_4>();
        every_named_byte_is_found::<RAS_PORT_0>();
    }

    #[test]
    fn member_that_does_not_exist_is_none() {
        let fields = RAS_CONNECTION_EX::FIELDS;
        for path in [
            "",
            ".",
            "wszusername",
            "wszUserName.",
            ".wszUserName",
            "wszUserName.x",
            "wszUserName[257]",
            "wszUserName[+1]",
            "wszUserName[]",
            "wszUserName[1",
            "wszUserName[1]x",
            "wszUserName[1][0]",
            "wszUserName[99999999999999999999]",
            "wszUserName[9223372036854775807]",
            "dwConnectDuration[0]",
            "ppp",
            "ProjectionInfo.Anonymous.wszAddress",
            "ProjectionInfo.ikev2.dwLcpError",
            "ProjectionInfo.ppp.dwEmbeddedEAPTypeId",
        ] {
            assert!(find_member(fields, path).is_none(), "{path}");
        }
        assert!(find_member(fields, "wszUserName[256]").is_some());
        assert!(find_member(RAS_CONNECTION_4::FIELDS, "ProjectionInfo.ppp.dwEmbeddedEAPTypeId").is_some());
    }

    #[test]
    fn member_of_the_storage_is_read_as_in_c() {
        let mut connection = RAS_CONNECTION_EX::ZERO;
        let ppp =
            PPP_PROJECTION_INFO { dwIPv4Options: 5, dwCcpRemoteOptions: 9, ..PPP_PROJECTION_INFO::ZERO };
        connection.ProjectionInfo.set_ppp(&ppp, 0xCC);
        let image = connection.to_bytes();
        let read = |path| member(&image, RAS_CONNECTION_EX::FIELDS, path).expect("a member");
        assert_eq!(read("ProjectionInfo.ppp"), ppp.to_bytes());
        assert_eq!(read("ProjectionInfo.Anonymous"), ppp.to_bytes());
        assert_eq!(read("ProjectionInfo.ppp.dwCcpRemoteOptions"), 9_u32.to_ne_bytes());
        assert_eq!(read("ProjectionInfo.ikev2.IPv4SubInterfaceIndex")[4..], [0; 4]);
        assert_eq!(read("ProjectionInfo.ikev2").len(), 144);
    }

    #[test]
    fn member_behind_the_end_of_the_image_is_none() {
        let image = RAS_PORT_0::ZERO.to_bytes();
        let end = find_member(RAS_PORT_0::FIELDS, "wszDeviceType").map(|found| found.offset + found.size);
        let end = end.expect("a member");
        assert!(member(&image[..end], RAS_PORT_0::FIELDS, "wszDeviceType").is_some());
        assert!(member(&image[..end - 1], RAS_PORT_0::FIELDS, "wszDeviceType").is_none());
        assert!(member(&image[..end - 1], RAS_PORT_0::FIELDS, "hPort").is_some());
    }
}
