import checkIcon from '@vscode/codicons/src/icons/check.svg';
import circleLargeIcon from '@vscode/codicons/src/icons/circle-large.svg';
import circleSlashIcon from '@vscode/codicons/src/icons/circle-slash.svg';
import closeIcon from '@vscode/codicons/src/icons/close.svg';
import commentDiscussionIcon from '@vscode/codicons/src/icons/comment-discussion.svg';
import debugDisconnectIcon from '@vscode/codicons/src/icons/debug-disconnect.svg';
import debugRerunIcon from '@vscode/codicons/src/icons/debug-rerun.svg';
import debugStopIcon from '@vscode/codicons/src/icons/debug-stop.svg';
import errorIcon from '@vscode/codicons/src/icons/error.svg';
import eyeIcon from '@vscode/codicons/src/icons/eye.svg';
import fileCodeIcon from '@vscode/codicons/src/icons/file-code.svg';
import fileMediaIcon from '@vscode/codicons/src/icons/file-media.svg';
import folderOpenedIcon from '@vscode/codicons/src/icons/folder-opened.svg';
import gitCompareIcon from '@vscode/codicons/src/icons/git-compare.svg';
import graphIcon from '@vscode/codicons/src/icons/graph.svg';
import graphLineIcon from '@vscode/codicons/src/icons/graph-line.svg';
import historyIcon from '@vscode/codicons/src/icons/history.svg';
import infoIcon from '@vscode/codicons/src/icons/info.svg';
import layersIcon from '@vscode/codicons/src/icons/layers.svg';
import loadingIcon from '@vscode/codicons/src/icons/loading.svg';
import outputIcon from '@vscode/codicons/src/icons/output.svg';
import packageIcon from '@vscode/codicons/src/icons/package.svg';
import passIcon from '@vscode/codicons/src/icons/pass.svg';
import playIcon from '@vscode/codicons/src/icons/play.svg';
import playCircleIcon from '@vscode/codicons/src/icons/play-circle.svg';
import screenFullIcon from '@vscode/codicons/src/icons/screen-full.svg';
import screenNormalIcon from '@vscode/codicons/src/icons/screen-normal.svg';
import stopCircleIcon from '@vscode/codicons/src/icons/stop-circle.svg';
import tableIcon from '@vscode/codicons/src/icons/table.svg';
import warningIcon from '@vscode/codicons/src/icons/warning.svg';
import zoomOutIcon from '@vscode/codicons/src/icons/zoom-out.svg';

/**
 * The codicons that pages use, by their own names, as drawings: they are part of the script, so they are there with the
 * first paint, which a font of all of them would come after.
 */
export const ICONS = {
  check: checkIcon,
  'circle-large': circleLargeIcon,
  'circle-slash': circleSlashIcon,
  close: closeIcon,
  'comment-discussion': commentDiscussionIcon,
  'debug-disconnect': debugDisconnectIcon,
  'debug-rerun': debugRerunIcon,
  'debug-stop': debugStopIcon,
  error: errorIcon,
  eye: eyeIcon,
  'file-code': fileCodeIcon,
  'file-media': fileMediaIcon,
  'folder-opened': folderOpenedIcon,
  'git-compare': gitCompareIcon,
  graph: graphIcon,
  'graph-line': graphLineIcon,
  history: historyIcon,
  info: infoIcon,
  layers: layersIcon,
  loading: loadingIcon,
  output: outputIcon,
  package: packageIcon,
  pass: passIcon,
  play: playIcon,
  'play-circle': playCircleIcon,
  'screen-full': screenFullIcon,
  'screen-normal': screenNormalIcon,
  'stop-circle': stopCircleIcon,
  table: tableIcon,
  warning: warningIcon,
  'zoom-out': zoomOutIcon,
} as const;

export type IconName = keyof typeof ICONS;
