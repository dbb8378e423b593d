export { stampPictures } from './stamp';
