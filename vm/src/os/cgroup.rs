//! Limits of the control group that this process lives in, for both versions of the interface (cgroups(7)).

use std::fs;
use std::path::{Path, PathBuf};

/// The folders of this process's group, for memory and for processors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cgroup {
    memory: Option<Folder>,
    cpu: Option<Folder>,
}

/// A group's folder below the mount point, in the first or second version of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folder {
    mount: PathBuf,
    path: PathBuf,
    v2: bool,
}

impl Cgroup {
    /// The group of this process; `None` without control groups.
    pub fn of_process() -> Option<Cgroup> {
        let groups = fs::read_to_string("/proc/self/cgroup").ok()?;
        let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
        Some(Cgroup::parse(&groups, &mounts))
    }

    fn parse(groups: &str, mounts: &str) -> Cgroup {
        Cgroup { memory: folder("memory", groups, mounts), cpu: folder("cpu", groups, mounts) }
    }

    /// Bytes that the group may use; `None` for no limit.
    pub fn memory_limit(&self) -> Option<u64> {
        let folder = self.memory.as_ref()?;
        let file = if folder.v2 { "memory.max" } else { "memory.limit_in_bytes" };
        folder
            .levels()
            .filter_map(|level| fs::read_to_string(level.join(file)).ok()?.trim().parse().ok())
            .min()
    }

    /// Processors that the group may use, rounded up; `None` for no limit.
    pub fn cpu_limit(&self) -> Option<u32> {
        let folder = self.cpu.as_ref()?;
        folder.levels().filter_map(|level| if folder.v2 { quota_v2(&level) } else { quota_v1(&level) }).min()
    }
}

impl Folder {
    /// The group's folder and those of the groups around it, whose limits count as well.
    fn levels(&self) -> impl Iterator<Item = PathBuf> + '_ {
        self.path.ancestors().map(|path| self.mount.join(path))
    }
}

fn quota_v2(folder: &Path) -> Option<u32> {
    let text = fs::read_to_string(folder.join("cpu.max")).ok()?;
    let (quota, period) = text.trim().split_once(' ')?;
    processors(quota.parse().ok()?, period.parse().ok()?)
}

fn quota_v1(folder: &Path) -> Option<u32> {
    let number = |file| fs::read_to_string(folder.join(file)).ok()?.trim().parse::<i64>().ok();
    processors(number("cpu.cfs_quota_us")?, number("cpu.cfs_period_us")?)
}

fn processors(quota: i64, period: i64) -> Option<u32> {
    (quota > 0 && period > 0).then(|| ((quota + period - 1) / period) as u32)
}

/// Where a controller's group lies: in its own hierarchy of the first version if it is mounted, else in the unified one.
fn folder(controller: &str, groups: &str, mounts: &str) -> Option<Folder> {
    let own = groups.lines().find_map(|line| {
        let mut fields = line.splitn(3, ':');
        let controllers = fields.nth(1)?;
        controllers.split(',').any(|c| c == controller).then(|| fields.next())?
    });
    let unified = groups.lines().find_map(|line| line.strip_prefix("0::"));
    let v1 = own.and_then(|path| Some((mount("cgroup", Some(controller), mounts)?, path, false)));
    let (mount, path, v2) =
        v1.or_else(|| unified.and_then(|path| Some((mount("cgroup2", None, mounts)?, path, true))))?;
    // Within a container the mount may show only a part of the hierarchy, from its own group downwards.
    let below = Path::new(path).strip_prefix(&mount.root).unwrap_or(Path::new(""));
    Some(Folder { mount: mount.point, path: below.to_path_buf(), v2 })
}

struct Mount {
    root: PathBuf,
    point: PathBuf,
}

/// A line of mountinfo: id, parent, device, root, mount point, options, ..., `-`, type, source, super options (proc(5)).
fn mount(fs_type: &str, controller: Option<&str>, mounts: &str) -> Option<Mount> {
    mounts.lines().find_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let mut right = right.split(' ');
        if right.next()? != fs_type {
            return None;
        }
        let options = right.nth(1)?;
        if controller.is_some_and(|c| !options.split(',').any(|o| o == c)) {
            return None;
        }
        let mut left = left.split(' ').skip(3);
        Some(Mount { root: left.next()?.into(), point: left.next()?.into() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_versions() {
        let v1 = "30 25 0:26 / /sys/fs/cgroup/memory rw,nosuid - cgroup cgroup rw,memory\n\
                  31 25 0:27 /docker/x /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n";
        let group = Cgroup::parse("4:memory:/a/b\n3:cpu,cpuacct:/docker/x\n0::/\n", v1);
        let memory = group.memory.unwrap();
        assert_eq!(
            memory.levels().collect::<Vec<_>>(),
            ["/sys/fs/cgroup/memory/a/b", "/sys/fs/cgroup/memory/a", "/sys/fs/cgroup/memory/"]
                .map(PathBuf::from)
        );
        assert_eq!(group.cpu.unwrap().path, PathBuf::new());
        let v2 = "30 25 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";
        let group = Cgroup::parse("0::/user.slice/x.scope\n", v2);
        assert!(group.memory.clone().unwrap().v2);
        assert_eq!(group.memory.unwrap().path, Path::new("user.slice/x.scope"));
    }

    #[test]
    fn quotas_round_up() {
        assert_eq!(processors(150_000, 100_000), Some(2));
        assert_eq!(processors(-1, 100_000), None);
    }
}
