package io.protolab.cpu.dataset;

import io.protolab.platform.dataset.DatasetManifest;
import java.io.IOException;
import java.nio.file.Path;

/** Knows one layout of files on disk. Readers never write, and the same files give the same manifest. */
public interface DatasetReader {

    /**
     * Decodes every image once and lists it, or the reason why it cannot be used.
     *
     * @param name of the dataset, for the manifest
     * @throws UnusableDatasetException if the files are no dataset of this layout
     * @throws IOException if the directory cannot be read, which another attempt may cure
     */
    DatasetManifest read(String name, Path directory) throws IOException, UnusableDatasetException;
}
