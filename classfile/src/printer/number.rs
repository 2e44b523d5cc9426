//! Floating-point numbers as `Double.toString` and `Float.toString` of Java write them (JLS §15.18.1.1).
//!
//! The digits are the fewest that tell the number from its neighbours, at least two. JDK 17 itself sometimes
//! writes one more than needed.

/// `Double.toString`.
pub(super) fn double(value: f64) -> String {
    let short = format!("{value:e}");
    let two_digits = format!("{value:.1e}");
    let same = two_digits.parse() == Ok(value);
    java_form(
        value.is_nan(),
        value.is_infinite(),
        value == 0.0,
        value.is_sign_negative(),
        &short,
        &two_digits,
        same,
    )
}

/// `Float.toString`.
pub(super) fn float(value: f32) -> String {
    let short = format!("{value:e}");
    let two_digits = format!("{value:.1e}");
    let same = two_digits.parse() == Ok(value);
    java_form(
        value.is_nan(),
        value.is_infinite(),
        value == 0.0,
        value.is_sign_negative(),
        &short,
        &two_digits,
        same,
    )
}

fn java_form(
    nan: bool,
    infinite: bool,
    zero: bool,
    negative: bool,
    short: &str,
    two_digits: &str,
    two_digits_same: bool,
) -> String {
    let sign = if negative { "-" } else { "" };
    if nan {
        return "NaN".into();
    }
    if infinite {
        return format!("{sign}Infinity");
    }
    if zero {
        return format!("{sign}0.0");
    }
    let chosen = if short.contains('.') || !two_digits_same { short } else { two_digits };
    let (mantissa, exponent) = chosen.split_once('e').unwrap_or((chosen, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if !(-3..7).contains(&exponent) {
        let fraction = if digits.len() > 1 { &digits[1..] } else { "0" };
        return format!("{sign}{}.{fraction}E{exponent}", &digits[..1]);
    }
    let (whole, fraction) = if exponent < 0 {
        ("0".to_owned(), format!("{}{digits}", "0".repeat((-exponent - 1) as usize)))
    } else {
        let point = exponent as usize + 1;
        let padded = format!("{digits:0<point$}");
        (padded[..point].to_owned(), padded[point..].to_owned())
    };
    let fraction = fraction.trim_end_matches('0');
    format!("{sign}{whole}.{}", if fraction.is_empty() { "0" } else { fraction })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_java_writes_them() {
        for (value, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-1.5, "-1.5"),
            (100.0, "100.0"),
            (1234567.0, "1234567.0"),
            (12345678.0, "1.2345678E7"),
            (1e7, "1.0E7"),
            (0.001, "0.001"),
            (0.00123, "0.00123"),
            (0.0001, "1.0E-4"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (f64::from_bits(1), "4.9E-324"),
            (f64::MAX, "1.7976931348623157E308"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
            (0.1 + 0.2, "0.30000000000000004"),
        ] {
            assert_eq!(double(value), text);
        }
        assert_eq!(float(0.1), "0.1");
        assert_eq!(float(f32::from_bits(1)), "1.4E-45");
        assert_eq!(float(f32::MAX), "3.4028235E38");
        assert_eq!(float(16777216.0), "1.6777216E7");
    }
}
