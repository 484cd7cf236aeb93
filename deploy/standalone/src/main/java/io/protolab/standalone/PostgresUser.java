package io.protolab.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom PostgreSQL runs, because it refuses to run as root. An ordinary user runs it as itself. Root hands it to
 * the user nobody, who must be able to enter the data directory; where a parent bars that, a user namespace in which
 * root is nobody serves, if the system allows one.
 *
 * @param prefix what precedes the command
 * @param owner who must own the files of the cluster
 */
record PostgresUser(List<String> prefix, String owner) {
    private static final String NOBODY = "nobody";

    PostgresUser {
        prefix = List.copyOf(prefix);
    }

    /** Finds one that can enter the directory. */
    static PostgresUser forDirectory(Path directory) {
        String me = System.getProperty("user.name", "");
        if (!isRoot()) {
            return new PostgresUser(List.of(), me);
        }
        PostgresUser nobody = new PostgresUser(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + groupOfNobody(), "--clear-groups"), NOBODY);
        PostgresUser namespace = new PostgresUser(List.of("unshare", "--user"), me);
        for (PostgresUser candidate : List.of(nobody, namespace)) {
            if (candidate.canEnter(directory)) {
                return candidate;
            }
        }
        throw new StartupException(
                "PostgreSQL refuses to run as root, and the user " + NOBODY + " cannot enter " + directory
                        + " because of the permissions of a directory above it.",
                "Choose a place that others may enter with --data DIR (for example /var/lib/protolab),"
                        + " or start as an ordinary user.");
    }

    /** Gives the tree to the user that will work in it. */
    void own(Path root) throws IOException {
        if (!isRoot() || ownerOf(root).getName().equals(owner)) {
            return;
        }
        var lookup = root.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal user = lookup.lookupPrincipalByName(owner);
        GroupPrincipal group = lookup.lookupPrincipalByGroupName(owner.equals(NOBODY) ? groupOfNobody() : owner);
        FileTree.forEach(root, path -> {
            PosixFileAttributeView attributes =
                    Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            attributes.setOwner(user);
            attributes.setGroup(group);
        });
    }

    private boolean canEnter(Path directory) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("sh", "-c", "cd \"$1\" && [ \"$(id -u)\" != 0 ]", "sh", directory.toString()));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // the program is not installed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell which user this is", e);
        }
    }

    private static UserPrincipal ownerOf(Path path) throws IOException {
        return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Debian calls it nogroup, others nobody. */
    private static String groupOfNobody() {
        try {
            boolean debian = Files.readAllLines(Path.of("/etc/group")).stream().anyMatch(l -> l.startsWith("nogroup:"));
            return debian ? "nogroup" : NOBODY;
        } catch (IOException e) {
            return NOBODY;
        }
    }
}
