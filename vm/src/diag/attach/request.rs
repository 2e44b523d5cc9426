//! A request of the attach protocol, version 1: a pure function from bytes.

/// Longest name of an operation.
const MAX_NAME: usize = 16;
/// Longest argument.
const MAX_ARGUMENT: usize = 1024;
/// Number of arguments; those that are not used are empty.
const ARGUMENTS: usize = 3;
const VERSION: &[u8] = b"1";
/// Status that tells a client of another version of the protocol.
pub const BAD_VERSION: i32 = 101;
/// Longest request.
pub const MAX_BYTES: usize = 9 + (MAX_NAME + 1) + ARGUMENTS * (MAX_ARGUMENT + 1);

/// What a tool asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub name: String,
    arguments: [Option<String>; ARGUMENTS],
}

impl Request {
    /// An argument that is not empty.
    pub fn argument(&self, index: usize) -> Option<&str> {
        self.arguments.get(index)?.as_deref()
    }
}

/// What has arrived so far.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed {
    Complete(Request),
    /// More is needed.
    Incomplete,
    /// Another version of the protocol.
    BadVersion,
    /// Something is too long.
    Malformed,
}

/// Looks at the beginning of a request.
pub fn parse(bytes: &[u8]) -> Parsed {
    let mut strings = bytes.split(|b| *b == 0).collect::<Vec<_>>();
    // what is behind the last NUL is not complete
    strings.pop();
    if strings.first().is_some_and(|version| *version != VERSION) {
        return Parsed::BadVersion;
    }
    if strings.len() < 2 + ARGUMENTS {
        return Parsed::Incomplete;
    }
    let text = |s: &[u8]| String::from_utf8_lossy(s).into_owned();
    let (name, given) = (strings[1], &strings[2..2 + ARGUMENTS]);
    if name.is_empty() || name.len() > MAX_NAME || given.iter().any(|a| a.len() > MAX_ARGUMENT) {
        return Parsed::Malformed;
    }
    let arguments = std::array::from_fn(|i| (!given[i].is_empty()).then(|| text(given[i])));
    Parsed::Complete(Request { name: text(name), arguments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complete() {
        let Parsed::Complete(r) = parse(b"1\0jcmd\0VM.flags -all\0\0\0") else { panic!() };
        assert_eq!((r.name.as_str(), r.argument(0), r.argument(1)), ("jcmd", Some("VM.flags -all"), None));
        assert_eq!(r.argument(3), None);
    }

    #[test]
    fn every_beginning_is_incomplete() {
        let whole = b"1\0dumpheap\0/tmp/a\0-live\0\0";
        for end in 0..whole.len() {
            assert_eq!(parse(&whole[..end]), Parsed::Incomplete, "{end}");
        }
    }

    #[test]
    fn refused() {
        assert_eq!(parse(b"2\0"), Parsed::BadVersion);
        assert_eq!(parse(b"\0jcmd\0\0\0\0"), Parsed::BadVersion);
        assert_eq!(parse(b"1\0\0\0\0\0"), Parsed::Malformed);
        assert_eq!(parse(b"1\0seventeen_letters\0\0\0\0"), Parsed::Malformed);
        let long = [b"1\0jcmd\0".as_slice(), &[b'x'; 1025], b"\0\0\0"].concat();
        assert_eq!(parse(&long), Parsed::Malformed);
        assert!(long.len() < MAX_BYTES);
    }
}
