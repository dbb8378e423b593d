import { rank, repeated, runner, trace, worker, type Case } from './prefixed';

const OOM =
  'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.75 GiB. GPU 0 has a total capacity of 79.10 GiB of which 1.20 GiB is free.';

export const MACHINE_CASES: Readonly<Record<string, Case>> = {
  F34: {
    shows: [
      runner(trace('RuntimeError: No sample is kept after filtering. Please check your data.')),
      runner(
        trace(
          'RuntimeError: num_try_make_batch=20 >= max_try_make_batch=20. Generated too many. Please check your data.',
        ),
      ),
      runner([1, 2, 3, 4].map((n) => `num_try_make_batch=${n}. Continue generating...`).join('\n')),
    ],
    not: [
      runner(
        'num_try_make_batch=1. Continue generating...\ncurrent_batch_size=512 >= rollout_batch_size=512. Finish generating.',
      ),
    ],
  },
  F35: {
    shows: [
      runner(trace('math_verify.errors.TimeoutException: Operation timed out!')),
      runner('WARNING:math_verify.grader:Timeout during comparison'),
      runner(trace('ValueError: signal only works in main thread of the main interpreter')),
    ],
    not: [
      'answer: use a WebDriverWait or you will get a TimeoutException in Selenium',
      'from x import TimeoutException',
    ],
  },
  F36: {
    shows: [
      worker('CUDA Error: out of memory at /workspace/csrc/cumem_allocator.cpp:62'),
      worker(trace(OOM, ['self.prepare_rollout_engine()', 'self.inference_engine.wake_up()'])),
      worker('ERROR wake_up failed: out of memory'),
    ],
    not: [
      worker(trace(OOM, ['self.actor.update_policy(data=data)', 'loss.backward()'])),
      // Woke up well, and failed in the update.
      worker(`DEBUG wake_up took 0.8 s\n${trace(OOM, ['loss.backward()'])}`),
    ],
  },
  F37: {
    shows: [
      worker(trace(OOM, ['self.actor.update_policy(data=data)', 'loss.backward()'])),
      repeated(OOM),
      rank('RuntimeError: CUDA out of memory. Tried to allocate 512.00 MiB', 1),
    ],
    not: [
      worker(trace(OOM, ['self.inference_engine.wake_up()'])),
      'question: What does "CUDA out of memory" mean, and how do I mend it?',
      'Why do I get CUDA out of memory with a small batch?',
      'INFO auto_find_batch_size guards against CUDA out of memory',
    ],
  },
  F38: {
    shows: [
      '(raylet) 3 Workers (tasks / actors) killed due to memory pressure (OOM), 0 Workers crashed due to other reasons at node (ID: 0a1b, IP: 10.0.0.1) over the last time period.',
      'ray.exceptions.OutOfMemoryError: Task was killed due to the node running low on memory.\nMemory on the node (IP: 10.0.0.1) where the task (actor ID: ab, name=Runner) was running was 245.10GB / 251.00GB (0.976), which exceeds the memory usage threshold of 0.95.',
      `(raylet) A worker died or was killed while executing a task by an unexpected system error.\n${trace('ray.exceptions.ActorDiedError: The actor died unexpectedly before finishing this task.')}`,
      'Worker unexpectedly exits with a connection error code 2. End of file. There are some potential root causes.',
    ],
    not: [
      '(raylet) 0 Workers (tasks / actors) killed due to memory pressure (OOM), 2 Workers crashed due to other reasons at node (ID: 0a1b)',
      `${trace('ray.exceptions.ActorDiedError: The actor died unexpectedly before finishing this task.')}\n${worker(trace(OOM))}`,
      `${worker(trace("KeyError: 'problem'"))}\n${trace('ray.exceptions.ActorDiedError: The actor died because of an error raised in its creation task')}`,
    ],
  },
  F39: {
    shows: [
      worker(
        trace(
          'ValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.',
        ),
      ),
      worker(
        'ValueError: Free memory on device (10.1/79.1 GiB) on startup is less than desired GPU memory utilization (0.6, 47.46 GiB).',
      ),
    ],
    not: [worker('INFO Available KV cache memory: 31.20 GiB')],
  },
  F40: {
    shows: [
      [10.1, 11.9, 13.8, 15.9]
        .map((left) =>
          worker(
            `INFO 11-22 10:00:00 [gpu_worker.py:98] Sleep mode freed 40.10 GiB memory, ${left} GiB memory is still in use.`,
          ),
        )
        .join('\n'),
    ],
    not: [
      [10.1, 10.1, 10.2, 10.1, 10.15, 10.1, 10.2]
        .map((left) => worker(`Sleep mode freed 40.10 GiB memory, ${left} GiB memory is still in use.`))
        .join('\n'),
    ],
  },
  F42: {
    shows: [],
    not: [
      `${worker(trace(OOM, ['loss.backward()']))}\n[rank1]:[E1122 10:30:00.1 ProcessGroupNCCL.cpp:616] [Rank 1] Watchdog caught collective operation timeout: WorkNCCL(SeqNum=8, OpType=ALLREDUCE, Timeout(ms)=1800000) ran for 1800001 milliseconds before timing out.`,
    ],
  },
  F43: {
    shows: [
      '[rank3]:[E1122 10:00:00.123456789 ProcessGroupNCCL.cpp:682] [Rank 3] Some NCCL operations have failed or timed out. Due to the asynchronous nature of CUDA kernels, subsequent GPU operations might run on corrupted/incomplete data.',
      'torch.distributed.DistBackendError: NCCL error in: ../torch/csrc/distributed/c10d/ProcessGroupNCCL.cpp:1331, unhandled cuda error, NCCL version 2.21.5',
      '[E ProcessGroupNCCL.cpp:475] [Rank 3] To avoid data inconsistency, we are taking the entire process down.',
    ],
    not: [
      'NCCL version 2.21.5+cuda12.4\nhost:1:1 [0] NCCL INFO Watchdog thread started',
      'NCCL_TIMEOUT=1800',
    ],
  },
  F45: {
    shows: [
      runner(trace('ValueError: Total available GPUs 4.0 is less than total desired GPUs 8')),
      '(autoscaler +1m5s) Error: No available node types can fulfill resource request {"GPU": 8.0}. Add suitable node types to this cluster to resolve this issue.',
    ],
    not: [runner('Total available GPUs 8.0, total desired GPUs 8')],
  },
  F46: {
    shows: [
      '[2026-11-22 10:00:00,123 E 812 812] core_worker_process.cc:230: Failed to register worker 01000000ffff to Raylet. IOError: [RayletClient] Unable to register worker with raylet.',
      trace(
        'Exception: The current node timed out during startup. This could happen because some of the Ray processes failed to startup.',
      ),
      trace(
        'ConnectionError: Could not find any running Ray instance. Please specify the one to connect to by setting `--address` flag',
      ),
      trace('RuntimeError: Failed to get the system config from raylet because it is dead.'),
    ],
    not: ['2026-11-22 10:00:00,123 INFO worker.py:1771 -- Started a local Ray instance.'],
  },
  F50: {
    shows: [
      worker(trace("OSError: [Errno 28] No space left on device: '/ckpt/global_step_5/actor/optim.pt'")),
      worker(
        trace(
          'RuntimeError: [enforce fail at inline_container.cc:778] . PytorchStreamWriter failed writing file data/12: file write failed',
        ),
      ),
      worker(trace('RuntimeError: [enforce fail at inline_container.cc:603] . unexpected pos 1024 vs 918')),
      "cp: error writing '/ckpt/a': Disk quota exceeded",
    ],
    not: [
      '(raylet) file_system_monitor.cc:111: /tmp/ray/session is over 95% full, available space: 41 GB; capacity: 900 GB.',
      'answer: there is No space left on device because the log is large',
    ],
  },
  F51: {
    shows: [
      worker('Gradient norm is not finite. Skip update.'),
      "{'loss': 0.12, 'grad_norm': nan, 'learning_rate': 1e-06, 'reward': 0.31, 'reward_std': 0.2}",
      runner(
        "Step 12\nactor:\n  entropy_loss: 0.31\n  grad_norm: !!float 'nan'\n  lr: 1.0e-06\nreward:\n  overall: 0.4",
      ),
    ],
    not: [
      "{'loss': 0.12, 'grad_norm': 0.5, 'learning_rate': 1e-06, 'reward': 0.31, 'reward_std': 0.2}",
      'The grad_norm: nan check is on',
    ],
  },
  F33: {
    shows: [
      "{'loss': 0.0, 'grad_norm': 0.0, 'learning_rate': 1e-06, 'reward': 0.0, 'reward_std': 0.0, 'frac_reward_zero_std': 1.0}",
      "{'loss': '0.0', 'grad_norm': '0.0', 'learning_rate': '1e-06'}",
    ],
    not: [
      "{'loss': 0.0, 'grad_norm': 0.021, 'reward': 0.31, 'reward_std': 0.05, 'frac_reward_zero_std': 0.25}",
      "{'loss': 0.0, 'grad_norm': 0.02, 'reward': 0.3, 'reward_std': 0.1}\n{'loss': 0.0, 'grad_norm': 0.0, 'reward': 0.0, 'reward_std': 0.0}",
    ],
  },
};
