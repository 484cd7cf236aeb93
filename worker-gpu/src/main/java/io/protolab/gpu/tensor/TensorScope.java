package io.protolab.gpu.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Owns the tensors which its thread creates while it is the innermost open scope, and frees them when it closes.
 *
 * <p>Native memory is invisible to the garbage collector; a scope around every step keeps it flat. Without an open scope
 * a tensor belongs to whoever created it, and must be closed by hand. A scope belongs to the thread that opened it.
 */
public final class TensorScope implements AutoCloseable {
    private static final ThreadLocal<Deque<TensorScope>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

    private final Set<Tensor> owned = Collections.newSetFromMap(new IdentityHashMap<>());

    private TensorScope() {}

    /** Opens a scope inside the thread's innermost one; a thread's first scope prepares the engine for that thread. */
    public static TensorScope open() {
        Deque<TensorScope> scopes = OPEN.get();
        if (scopes.isEmpty()) {
            TorchEngine.running().prepareThread();
        }
        TensorScope scope = new TensorScope();
        scopes.push(scope);
        return scope;
    }

    /** Lets a tensor outlive this scope: the enclosing scope owns it from now on, or else the caller. */
    public Tensor keep(Tensor tensor) {
        if (owned.remove(tensor)) {
            OPEN.get().stream()
                    .dropWhile(scope -> scope != this)
                    .skip(1)
                    .findFirst()
                    .ifPresent(parent -> parent.owned.add(tensor));
        }
        return tensor;
    }

    /** Lets every one of these outlive this scope. */
    public NamedTensors keep(NamedTensors tensors) {
        tensors.asMap().values().forEach(this::keep);
        return tensors;
    }

    @Override
    public void close() {
        Deque<TensorScope> scopes = OPEN.get();
        if (scopes.peek() != this) {
            throw new IllegalStateException(
                    "Tensor scopes must be closed innermost first, by the thread that opened them");
        }
        scopes.pop();
        for (Tensor tensor : new ArrayList<>(owned)) {
            tensor.close();
        }
    }

    static void adopt(Tensor tensor) {
        TensorScope scope = OPEN.get().peek();
        if (scope != null) {
            scope.owned.add(tensor);
        }
    }

    /** Forgets a tensor that was closed early, whichever scope of this thread owned it. */
    static void forget(Tensor tensor) {
        for (TensorScope scope : OPEN.get()) {
            if (scope.owned.remove(tensor)) {
                return;
            }
        }
    }
}
