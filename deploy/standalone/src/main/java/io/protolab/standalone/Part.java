package io.protolab.standalone;

/** One running part of the platform; a static {@code start} of its class returns it ready to serve. */
public interface Part extends AutoCloseable {

    /** Where others reach it, as a person would type it. */
    String address();

    /** Stops it and returns when it is gone; closing twice is harmless. */
    @Override
    void close();
}
