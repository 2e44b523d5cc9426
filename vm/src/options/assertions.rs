//! `-ea`, `-da`, `-esa`, `-dsa` and their forms for classes and packages.

/// The assertion settings of the command line. Names are in internal form (`java/lang`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assertions {
    /// `-ea` or `-da` without a name: classes of the loaders other than the boot loader.
    pub user_default: bool,
    /// `-esa` or `-dsa`: classes of the boot loader.
    pub system_default: bool,
    /// `-ea:pkg.Class`, in the order of the command line.
    pub classes: Vec<(String, bool)>,
    /// `-ea:pkg...`, in the order of the command line; the empty name is the unnamed package.
    pub packages: Vec<(String, bool)>,
}

impl Assertions {
    /// Takes in what follows the colon of `-ea:` or `-da:`.
    pub fn add(&mut self, name: &str, enabled: bool) {
        match name.strip_suffix("...") {
            Some(package) => self.packages.push((package.replace('.', "/"), enabled)),
            None => self.classes.push((name.replace('.', "/"), enabled)),
        }
    }

    /// `JVM_DesiredAssertionStatus`: whether assertions are on in a class (internal name). The most special setting counts: the
    /// class, its package, the packages around it, then the default; among equals the last one given.
    pub fn enabled(&self, class: &str, boot_loader: bool) -> bool {
        if let Some((_, on)) = self.classes.iter().rev().find(|(name, _)| name == class) {
            return *on;
        }
        let mut package = class.rsplit_once('/').map_or("", |(package, _)| package);
        loop {
            if let Some((_, on)) = self.packages.iter().rev().find(|(name, _)| name == package) {
                return *on;
            }
            match package.rsplit_once('/') {
                Some((outer, _)) => package = outer,
                None => break,
            }
        }
        if boot_loader { self.system_default } else { self.user_default }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_special_wins() {
        let mut a = Assertions { user_default: true, ..Assertions::default() };
        a.add("com.acme...", false);
        a.add("com.acme.Main", true);
        a.add("com.acme.deep...", true);
        assert!(a.enabled("com/acme/Main", false));
        assert!(!a.enabled("com/acme/Other", false));
        assert!(!a.enabled("com/acme/x/Other", false));
        assert!(a.enabled("com/acme/deep/er/Other", false));
        assert!(a.enabled("org/Other", false));
        assert!(!a.enabled("java/lang/String", true));
        a.add("...", false);
        assert!(!a.enabled("Main", false));
        assert!(a.enabled("org/Other", false));
        a.add("com.acme.Main", false);
        assert!(!a.enabled("com/acme/Main", false));
    }
}
