//! Where webhooks may go: to platforms in the world, and never to what only this machine or its network can reach. A name is
//! resolved for every attempt, and every address it leads to is asked here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::URL_MAX;
use crate::rules::{
    problem::{Field, Flaw, Why},
    text::Line,
};

/// Reads the address of a webhook: `https`, without a name and password in it. When `private` targets are allowed, `http` to
/// this very machine will do as well.
///
/// # Errors
/// When it is no such address, or leads to where webhooks do not go.
pub fn read(text: &str, private: bool) -> Result<Url, Flaw> {
    let flaw = |why| Flaw { field: Field::Url, why };
    let line = Line::parse(Field::Url, text, URL_MAX)?;
    let url = Url::parse(line.as_str()).map_err(|_| flaw(Why::NotAWebhook))?;
    judge(&url, private).map(|()| url).map_err(flaw)
}

/// Whether an address that was read before may still be sent to: the operator may have allowed more then.
pub fn is_allowed(url: &Url, private: bool) -> bool {
    judge(url, private).is_ok()
}

fn judge(url: &Url, private: bool) -> Result<(), Why> {
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let host = url.host().ok_or(Why::NotAWebhook)?;
    let is_http = match url.scheme() {
        "https" => true,
        // In the clear no further than this machine.
        "http" => private && is_this_machine(&host),
        _ => false,
    };
    if !is_plain || !is_http || url.port() == Some(0) {
        return Err(Why::NotAWebhook);
    }
    if private || is_in_the_world(&host) { Ok(()) } else { Err(Why::PrivateTarget) }
}

/// Of an address, what is no secret: its scheme, host and port.
pub fn origin(url: &str) -> String {
    Url::parse(url).map_or_else(|_| "?".into(), |url| url.origin().ascii_serialization())
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// A name is asked where it leads when something is sent; only names that never lead into the world are known before.
fn is_in_the_world(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            let ends = [".localhost", ".local", ".internal", ".home.arpa"];
            name.contains('.') && !ends.iter().any(|end| name.ends_with(end))
        }
        Host::Ipv4(address) => is_public(IpAddr::V4(*address)),
        Host::Ipv6(address) => is_public(IpAddr::V6(*address)),
    }
}

/// Whether an address is one of the world: none of this machine, of a private network, or of those that are kept for
/// something else (the special-purpose registries of IANA). An address of version 6 that stands for one of version 4 is
/// asked as that.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        // This network, private ones, carriers', this machine.
        (0 | 10 | 127, ..)
            | (100, 64..=127, _)
            // The link, where clouds keep their metadata.
            | (169, 254, _)
            | (172, 16..=31, _)
            // Assignments of protocols, documentation, the old 6to4 relays, private.
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            // Measurements, documentation.
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
            // Many at once, and what is kept for later, all ones included.
            | (224..=255, ..)
            // Azure answers its machines here.
            | (168, 63, 129)
    )
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let inside = |high: u16, low: u16| {
        let ([w, x], [y, z]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(w, x, y, z))
    };
    match (a, b) {
        // ::ffff:1.2.3.4.
        (0, 0) if (c, d, e, f) == (0, 0, 0, 0xffff) => inside(g, h),
        // NAT64: 64:ff9b::1.2.3.4. The local-use one, 64:ff9b:1::, is refused below.
        (0x64, 0xff9b) if (c, d, e, f) == (0, 0, 0, 0) => inside(g, h),
        // 6to4: 2002:102:304::.
        (0x2002, _) => inside(b, c),
        // Teredo, ORCHID and other assignments of protocols below 2001::/23, and documentation.
        (0x2001, 0..=0x1ff | 0xdb8) => false,
        (0x3fff, 0..=0xfff) => false,
        // Only 2000::/3 is given out to the world: not ::1, fc00::/7, fe80::/10, ff00::/8.
        _ => a & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_world_are_public() {
        for inside in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.0.9",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "239.255.255.250",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:10.1.2.3",
            "::ffff:169.254.169.254",
            "64:ff9b::127.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2002:a9fe:a9fe::",
            "2001::1",
            "2001:db8::1",
            "2001:10::1",
            "3fff::1",
            "100::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "126.0.0.1",
            "128.0.0.1",
            "169.253.255.255",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.1",
            "192.167.0.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2002:101:101::1",
            "2606:4700:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "3ffe::1",
        ] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

    #[test]
    fn a_webhook_goes_over_tls_to_the_world() {
        for good in ["https://hooks.example.com/warren?key=a", " https://1.1.1.1:8443/ ", "https://[2606:4700::1111]/x"]
        {
            assert!(read(good, false).is_ok(), "{good}");
        }
        let why = |text: &str, private: bool| read(text, private).map(|_| ()).map_err(|flaw| flaw.why);
        let wrong = "ftp://example.com/ http://example.com/ https://me:secret@example.com/ https://me@example.com/ \
                     https://example.com/#there example.com https:/// https://example.com:0/ javascript:alert(1) \
                     file:///etc/passwd data:text/plain,x http://localhost/ http://127.0.0.1/";
        for text in wrong.split(' ') {
            assert_eq!(why(text, false), Err(Why::NotAWebhook), "{text}");
        }
        // The same addresses in every disguise that the standard of URLs knows.
        let inside = "https://127.0.0.1/ https://2130706433/ https://0x7f.1/ https://0177.0.0.1/ https://127.1/ \
                      https://[::1]/ https://[::ffff:127.0.0.1]/ https://169.254.169.254/latest/ https://localhost/ \
                      https://LOCALHOST/ https://a.localhost/ https://printer.local/ https://metadata.google.internal/ \
                      https://intranet/ https://10.0.0.1:5432/ https://localhost./";
        for text in inside.split(' ') {
            assert_eq!(why(text, false), Err(Why::PrivateTarget), "{text}");
            assert_eq!(why(text, true), Ok(()), "{text}");
        }
        assert_eq!(why("http://localhost:3000/x", true), Ok(()));
        assert_eq!(why("http://10.0.0.1/x", true), Err(Why::NotAWebhook), "only this machine is reached in the clear");
        assert_eq!(why("", true), Err(Why::Missing));
        assert_eq!(why(&format!("https://a.example/{}", "x".repeat(500)), true), Err(Why::TooLong(URL_MAX)));
    }
}
