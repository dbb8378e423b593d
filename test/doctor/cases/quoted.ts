/** Logs in which errors are quoted, or look like others: what must be found in them, and nothing else. */
export const QUOTED_CASES: Readonly<Record<string, readonly [expected: readonly string[], log: string]>> = {
  'a stack trace in a sample': [
    [],
    `[prompt] user
Why does this crash?
[output] The trace is
Traceback (most recent call last):
  File "a.py", line 3, in <module>
KeyError: 'answer'
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
[ground_truth] B
[score] 0.0`,
  ],
  'a sample that was cut off by a crash': [
    ['F50'],
    `(Runner pid=12) [prompt] user
(Runner pid=12) [output] bla
(Runner pid=12) Traceback (most recent call last):
(Runner pid=12)   File "a.py", line 3, in <module>
(Runner pid=12) OSError: [Errno 28] No space left on device`,
  ],
  'a sample with another worker in between': [
    [],
    `(Runner pid=12) [prompt] user
(WorkerDict pid=13) INFO ok
(Runner pid=12) ValueError: GRPO needs rollout.n > 1
(Runner pid=12) [score] 1.0`,
  ],
  'a failing worker in between a sample': [
    ['F37'],
    `(Runner pid=12) [prompt] user
(WorkerDict pid=13) torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
(Runner pid=12) ValueError: GRPO needs rollout.n > 1
(Runner pid=12) [score] 1.0`,
  ],
  'reasoning over several lines': [
    [],
    `(Runner pid=5) <think>
(Runner pid=5) ValueError: GRPO needs rollout.n > 1
(Runner pid=5) </think>
(Runner pid=5) <answer> B </answer>`,
  ],
  'reasoning that was never finished': [
    ['F21'],
    `(Runner pid=5) <think>
(Runner pid=5) The triangle has
ValueError: GRPO needs rollout.n > 1`,
  ],
  'a quotation and a comment': [
    [],
    `> torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
    # RuntimeError: CUDA out of memory happens here`,
  ],
  'a stopped run': [
    [],
    `^CTraceback (most recent call last):
KeyboardInterrupt
ray.exceptions.ActorDiedError: The actor died because it was killed by \`ray.kill\`.`,
  ],
  'a worker whose start failed for its own reason': [
    [],
    `ray.exceptions.ActorDiedError: The actor died because of an error raised in its creation task, ray::WorkerDict.__init__() (pid=1)
ModuleNotFoundError: No module named 'foo'`,
  ],
  'a full disk that W&B notices, too': [
    ['F50'],
    `wandb: ERROR Error while calling W&B API: [Errno 28] No space left on device
OSError: [Errno 28] No space left on device`,
  ],
  'the out-of-memory error of vLLM and the one that follows': [
    ['F36'],
    `(WorkerDict pid=1) CUDA Error: out of memory at /workspace/csrc/cumem_allocator.cpp:62
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB.
ray.exceptions.ActorDiedError: The actor died unexpectedly before finishing this task.`,
  ],
  'null in a library that only watches': [
    [],
    `Traceback (most recent call last):
  File "/env/lib/python3.10/site-packages/wandb/sdk/lib/x.py", line 88, in x
    n = len(tags)
TypeError: object of type 'NoneType' has no len()`,
  ],
  'the same in a reader of rows, after that': [
    ['F06'],
    `Traceback (most recent call last):
  File "/env/lib/python3.10/site-packages/wandb/sdk/lib/x.py", line 88, in x
ValueError: x
Traceback (most recent call last):
  File "/w/EasyR1/verl/utils/dataset.py", line 160, in _build_messages
TypeError: object of type 'NoneType' has no len()`,
  ],
};
