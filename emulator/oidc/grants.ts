/** What the pages know of sign-ins that wait for a person. */
export {
  type AuthorizeFault,
  type AuthorizeView,
  decideAuthorizeRequest,
  findAuthorizeRequest,
  openAuthorizeRequest,
} from './authorize-requests.ts';
export { type DeviceView, decideDevice, findDevice } from './devices.ts';
