package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.DatasetManifest;
import io.protolab.platform.dataset.ImageFormat;
import io.protolab.platform.dataset.UnreadableFile;
import io.protolab.platform.experiment.SplitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Anybody's images: {@code class/*}, or {@code train/class/*} with optional {@code val} and {@code test} beside it. The
 * files of a class may lie at any depth, under any name; classes are numbered by the code points of their names.
 */
public final class ImageFolderReader implements DatasetReader {

    private static final int MAGIC_BYTES = 16;

    private final SplitSpec holdOut;
    private final PreparationProgress progress;

    /**
     * A reader that can be used again and again.
     *
     * @param holdOut what to do where the folders do not say
     */
    public ImageFolderReader(SplitSpec holdOut, PreparationProgress progress) {
        this.holdOut = holdOut;
        this.progress = progress;
    }

    @Override
    public DatasetManifest read(String name, Path directory) throws IOException, UnusableDatasetException {
        Path root = DatasetDirectory.existing(directory);
        FileTree tree = FileTree.of(root);
        ImageFolderLayout layout = ImageFolderLayout.of(tree);
        ManifestAssembly assembly = new ManifestAssembly(root, holdOut, progress);
        layout.problems().forEach(assembly::refuse);
        tree.unreadable().forEach(assembly::reject);
        List<Candidate> candidates = new ArrayList<>();
        for (String path : tree.files()) {
            Optional<Candidate> candidate = layout.candidate(path);
            if (candidate.isPresent()) {
                candidates.add(candidate.get());
            } else if (!layout.isMask(path)) {
                stray(path, root).ifPresent(assembly::reject);
            }
        }
        return assembly.assemble(name, layout.classes(), List.of(), candidates);
    }

    /** Lists of labels, readme files and the like may lie beside the classes; images must not be overlooked there. */
    private static Optional<UnreadableFile> stray(String path, Path root) {
        try (InputStream input = Files.newInputStream(root.resolve(path))) {
            return ImageFormat.of(input.readNBytes(MAGIC_BYTES)) == ImageFormat.UNKNOWN
                    ? Optional.empty()
                    : Optional.of(new UnreadableFile(path, "lies in no class folder"));
        } catch (IOException e) {
            return Optional.of(new UnreadableFile(path, "lies in no class folder and cannot be read: " + e));
        }
    }
}
