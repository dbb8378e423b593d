import checkIcon from 'codicons/check.svg';
import circleLargeIcon from 'codicons/circle-large.svg';
import circleSlashIcon from 'codicons/circle-slash.svg';
import closeIcon from 'codicons/close.svg';
import commentDiscussionIcon from 'codicons/comment-discussion.svg';
import debugDisconnectIcon from 'codicons/debug-disconnect.svg';
import debugRerunIcon from 'codicons/debug-rerun.svg';
import debugStopIcon from 'codicons/debug-stop.svg';
import errorIcon from 'codicons/error.svg';
import eyeIcon from 'codicons/eye.svg';
import fileCodeIcon from 'codicons/file-code.svg';
import fileMediaIcon from 'codicons/file-media.svg';
import folderOpenedIcon from 'codicons/folder-opened.svg';
import gitCompareIcon from 'codicons/git-compare.svg';
import graphIcon from 'codicons/graph.svg';
import graphLineIcon from 'codicons/graph-line.svg';
import historyIcon from 'codicons/history.svg';
import infoIcon from 'codicons/info.svg';
import layersIcon from 'codicons/layers.svg';
import loadingIcon from 'codicons/loading.svg';
import outputIcon from 'codicons/output.svg';
import packageIcon from 'codicons/package.svg';
import passIcon from 'codicons/pass.svg';
import playIcon from 'codicons/play.svg';
import playCircleIcon from 'codicons/play-circle.svg';
import screenFullIcon from 'codicons/screen-full.svg';
import screenNormalIcon from 'codicons/screen-normal.svg';
import stopCircleIcon from 'codicons/stop-circle.svg';
import tableIcon from 'codicons/table.svg';
import warningIcon from 'codicons/warning.svg';
import zoomOutIcon from 'codicons/zoom-out.svg';

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
