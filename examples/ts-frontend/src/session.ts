import { ApiError, auth, configure, type Credentials } from "./api";

const KEY = "shop.token";

export const isLoggedIn = () => sessionStorage.getItem(KEY) !== null;

export async function logIn(credentials: Credentials) {
  const { access_token } = await auth.login({ body: credentials });
  sessionStorage.setItem(KEY, access_token);
}

export async function logOut() {
  await auth.logout();
  sessionStorage.removeItem(KEY);
}

export const messageOf = (error: unknown) =>
  error instanceof ApiError || error instanceof Error ? error.message : String(error);

configure({
  baseUrl: "/api",
  headers: () => {
    const token = sessionStorage.getItem(KEY);
    return token ? { authorization: `Bearer ${token}` } : {};
  },
});
