export { guardOf, readCaptions, type Caption, type CaptionSource, type ReadCaption } from './read';
