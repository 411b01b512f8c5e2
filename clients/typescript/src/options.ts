/** A token that there is, or a client whose tokens are had when they are needed. */
export type HubCredentials =
    | { token: string }
    | {
        /** An organization's key (itc_…), or a program that acts for the organization (itp_…). */
        clientId: string;
        clientSecret: string;
        /** What a registered program asks for, such as "read proxy"; reading where nothing is said. */
        scope?: string;
    };

/** Where the hub is, who the program is there, and how patient it is. */
export interface HubOptions {
    /** Such as https://hub.example.com. Plain http is taken on this machine only, unless allowUnencrypted. */
    address: string;
    credentials: HubCredentials;
    allowUnencrypted?: boolean;
    /** Tries after the first, of calls that can be repeated. 3 unless told otherwise. */
    retries?: number;
    /** A hub that asks for a longer wait, in milliseconds, is not waited for. 90 seconds unless told otherwise. */
    longestWait?: number;
    /** For one try, in milliseconds. 100 seconds unless told otherwise. */
    timeout?: number;
    /** Instead of the platform's, such as for a proxy. */
    fetch?: typeof fetch;
    /** The clock, in milliseconds; Date.now unless told otherwise. */
    now?: () => number;
    /** How to wait; by a timer unless told otherwise. */
    wait?: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
}
