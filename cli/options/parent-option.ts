import { Option } from 'commander';

/** `--exit-with-parent`: for programs that start servers and may end without stopping them. */
export function parentOption(): Option {
  return new Option('--exit-with-parent', 'end when the process ends that has started it');
}
