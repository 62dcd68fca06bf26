// Made by `node sdk/generate.ts` from the OpenAPI document of the nodes door. Do not edit.

export interface paths {
    "/api/v1/ai/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What is wrong with nodes and flows
         * @description Of those the description names, or of all the caller may see; worst first.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "description": "The picture from edge-oslo-01 freezes now and then"
                     *     }
                     */
                    "application/json": {
                        /** @description Up to 10,000 bytes */
                        description: string;
                        /** @description Without it: the first of which the caller has a key, or the house’s own. `builtin` asks nobody outside */
                        provider?: ("openai" | "anthropic" | "gemini" | "builtin") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error?: string;
                            /** @description Why the language model did not answer, and the house did */
                            fallback?: string | null;
                            model?: string | null;
                            /** @description `builtin` is the house itself */
                            provider?: string;
                            response?: string;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/generate-config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Actions for a request in plain words
         * @description Answers with an action envelope in `config`: create_flow, update_flow, delete_flow, add_output, remove_output, start_flow, stop_flow, restart_flow, create_tunnel, delete_tunnel, multiple or info, each with a `message`. It is checked against the configuration schema the node has (flows of edges since 0.14 become create_input, create_output and create_flow) and nothing is sent: `steps` are the requests a person applies it with.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "prompt": "Stop the flow “Main programme” on edge-oslo-01"
                     *     }
                     */
                    "application/json": {
                        /** @description What the caller knows of the flows, without node_id */
                        existing_flows?: unknown[] | null;
                        /** @description The node it is about, where the request names none */
                        node_id?: string | null;
                        /** @description Up to 10,000 bytes */
                        prompt: string;
                        /** @description Without it: the first of which the caller has a key, or the house’s own. `builtin` asks nobody outside */
                        provider?: ("openai" | "anthropic" | "gemini" | "builtin") | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The action envelope, checked against the node. Nothing was sent */
                            config?: {
                                [key: string]: unknown;
                            };
                            error?: string;
                            /** @description Why the language model did not answer, and the house did */
                            fallback?: string | null;
                            model?: string | null;
                            /** @description What to know before it is applied */
                            notes?: string[];
                            /** @description What of the model’s proposal does not fit the node */
                            problems?: string[];
                            /** @description `builtin` is the house itself */
                            provider?: string;
                            /** @description What the model wrote */
                            raw_response?: string;
                            /** @description The same, as the requests that apply it, in order */
                            steps?: {
                                /** @description The body of the command: `{type, …}` */
                                action?: unknown;
                                /** @description No other action takes it back */
                                destructive: boolean;
                                /** @enum {unknown} */
                                kind: "command" | "create_tunnel" | "delete_tunnel";
                                /** @description For POST /nodes/{id}/command */
                                node_id?: string;
                                node_name?: string;
                                /**
                                 * @description The least role that may apply it
                                 * @enum {unknown}
                                 */
                                role: "viewer" | "operator" | "admin" | "super_admin";
                                /** @description What it does, in a sentence */
                                summary: string;
                                /** @description The body of POST /tunnels */
                                tunnel?: unknown;
                                tunnel_id?: string;
                            }[];
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Providers the caller has stored a key of
         * @description The keys themselves are never told again.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            configured: boolean;
                            /** Format: date-time */
                            created_at: string;
                            id: string;
                            model_preference: string | null;
                            provider: string;
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Store a key of a provider
         * @description In the place of an older one. It is kept encrypted, and used only for what its owner asks.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "provider": "openai",
                     *       "api_key": "sk-0123456789abcdef"
                     *     }
                     */
                    "application/json": {
                        /** @description Up to 256 characters */
                        api_key: string;
                        model_preference?: string | null;
                        /**
                         * @description openai, anthropic, gemini
                         * @example openai
                         */
                        provider: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error?: string;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Delete the key of a provider
         * @description Again is no change.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description openai, anthropic, gemini
                         * @example openai
                         */
                        provider: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error?: string;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ai/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask about the nodes in plain words
         * @description Answered from live data, events and history, as far as the caller may see them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "query": "Which nodes are offline?"
                     *     }
                     */
                    "application/json": {
                        /** @description Without it: the first of which the caller has a key, or the house’s own. `builtin` asks nobody outside */
                        provider?: ("openai" | "anthropic" | "gemini" | "builtin") | null;
                        /** @description Up to 10,000 bytes */
                        query: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error?: string;
                            /** @description Why the language model did not answer, and the house did */
                            fallback?: string | null;
                            model?: string | null;
                            /** @description `builtin` is the house itself */
                            provider?: string;
                            response?: string;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Sets the cookies `session` (httpOnly) and `csrf_token`. Somebody with a second factor sends its code as `mfa_code`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "username": "nobody",
                     *       "password": "correct horse 1"
                     *     }
                     */
                    "application/json": {
                        mfa_code?: string;
                        password: string;
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            csrf_token: string | null;
                            error: string | null;
                            success: boolean;
                            user: {
                                /** @description Null: all nodes */
                                allowed_node_ids: string[] | null;
                                display_name: string;
                                email: string | null;
                                expires_at: string | null;
                                id: string;
                                is_active: boolean;
                                is_temporary: boolean;
                                last_login_at: string | null;
                                /** @enum {unknown} */
                                role: "viewer" | "operator" | "admin" | "super_admin";
                                username: string;
                            } | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Too many requests; Retry-After says when to come back */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description The session ends at once, everywhere.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/device-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List kinds of nodes
         * @description With the commands each understands and the role they take.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            device_types: {
                                device_type: string;
                                display_name: string;
                                supported_commands: {
                                    description: string;
                                    name: string;
                                    requires_role: string;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List events
         * @description Newest first, of the nodes the caller may see.
         */
        get: {
            parameters: {
                query?: {
                    acknowledged?: boolean;
                    category?: string;
                    flow_id?: string;
                    /** @description RFC 3339 */
                    from?: string;
                    node_id?: string;
                    page?: number;
                    /** @description Default 50 */
                    per_page?: number;
                    /** @description Part of message, category, severity or node */
                    search?: string;
                    /** @example warning */
                    severity?: string;
                    /** @description RFC 3339 */
                    to?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            acknowledged: boolean;
                            acknowledged_at: string | null;
                            acknowledged_by: string | null;
                            category: string;
                            /** Format: date-time */
                            created_at: string;
                            details: unknown;
                            flow_id: string | null;
                            id: number;
                            input_id: string | null;
                            message: string;
                            node_id: string;
                            node_time: string | null;
                            output_id: string | null;
                            /** @enum {unknown} */
                            severity: "info" | "warning" | "critical";
                        }[];
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge an event */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/ack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acknowledge many events */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "ids": [
                     *         1,
                     *         2
                     *       ]
                     *     }
                     */
                    "application/json": {
                        ids: number[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            acknowledged: number;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count unacknowledged events
         * @description Warnings and worse; also by node.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            by_node: {
                                [key: string]: number;
                            };
                            count: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything
         * @description For a super_admin. `data` depends on nothing but what is stored: the same things are the same bytes. Without a passphrase no secrets are in it; then imported nodes have to register, and users to set a password.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only events of the last days. Default: all */
                    events_days?: number;
                    include_audit?: boolean;
                    include_events?: boolean;
                };
                header?: {
                    /** @description At least 12 ASCII characters. Secrets are in the file only with it, encrypted under it. */
                    "x-export-passphrase"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The export */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import an export
         * @description For a super_admin. All of it or nothing: any conflict is a 409 that lists them (`details.conflicts`), and nothing is written. In an installation where the caller is the only user, the account of the same name in the file takes the place of the caller’s, whose session goes on.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Tell what would be done, conflicts included */
                    dry_run?: boolean;
                };
                header?: {
                    /** @description At least 12 ASCII characters. Secrets are in the file only with it, encrypted under it. */
                    "x-export-passphrase"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "version": 1,
                     *       "data": {}
                     *     }
                     */
                    "application/json": {
                        data: {
                            [key: string]: unknown;
                        };
                        version: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            applied: boolean;
                            conflict_count: number;
                            /** @description The first thousand; of a dry run only, because otherwise they are a 409 */
                            conflicts: {
                                id: string;
                                reason: string;
                                section: string;
                            }[];
                            dry_run: boolean;
                            /** @description What was done, or would be */
                            sections: {
                                [key: string]: {
                                    created: number;
                                    skipped: number;
                                    unchanged: number;
                                    updated: number;
                                };
                            };
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description A part of the house is down for the moment */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List nodes
         * @description By name; those the caller may see.
         */
        get: {
            parameters: {
                query?: {
                    /** @example edge */
                    device_type?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            description: string | null;
                            device_type: string;
                            expires_at: string | null;
                            id: string;
                            last_health: unknown;
                            last_seen_at: string | null;
                            metadata: unknown;
                            name: string;
                            software_version: string | null;
                            /** @enum {unknown} */
                            status: "pending" | "online" | "offline" | "degraded" | "error";
                            /** Format: date-time */
                            updated_at: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Register a new node
         * @description The `registration_token` is told this once; the node registers with it, once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "edge-oslo-01",
                     *       "device_type": "edge"
                     *     }
                     */
                    "application/json": {
                        description?: string | null;
                        /** @description edge (default) or relay */
                        device_type?: string;
                        expires_at?: string | null;
                        /** @example edge-oslo-01 */
                        name: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            description: string | null;
                            device_type: string;
                            expires_at: string | null;
                            id: string;
                            last_health: unknown;
                            last_seen_at: string | null;
                            metadata: unknown;
                            name: string;
                            registration_token: string;
                            software_version: string | null;
                            /** @enum {unknown} */
                            status: "pending" | "online" | "offline" | "degraded" | "error";
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A node */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            description: string | null;
                            device_type: string;
                            expires_at: string | null;
                            id: string;
                            last_health: unknown;
                            last_seen_at: string | null;
                            metadata: unknown;
                            name: string;
                            software_version: string | null;
                            /** @enum {unknown} */
                            status: "pending" | "online" | "offline" | "degraded" | "error";
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change a node
         * @description What is left out stays; null clears.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "edge-oslo-01"
                     *     }
                     */
                    "application/json": {
                        description?: string | null;
                        expires_at?: string | null;
                        /** @example edge-oslo-01 */
                        name?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            created_at: string;
                            description: string | null;
                            device_type: string;
                            expires_at: string | null;
                            id: string;
                            last_health: unknown;
                            last_seen_at: string | null;
                            metadata: unknown;
                            name: string;
                            software_version: string | null;
                            /** @enum {unknown} */
                            status: "pending" | "online" | "offline" | "degraded" | "error";
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a node
         * @description Disconnects it, and forgets its events, tunnels and history.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/command": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a command to a connected node
         * @description Answers when the node has. Commands a node knows and this house does not are handed on as they are.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "action": {
                     *         "type": "stop_flow",
                     *         "flow_id": "f1"
                     *       }
                     *     }
                     */
                    "application/json": {
                        action: {
                            type: string;
                        };
                        /** @description How long to wait for the answer */
                        timeout_secs?: number;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            command_id: string;
                            /** @description What the node answered, where a command returns something */
                            data?: unknown;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The node refused; its own words */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The commands a node was given
         * @description The newest hundred, with who gave them and what became of them. Secrets are hidden.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            action: {
                                [key: string]: unknown;
                            };
                            command_id: string;
                            /** Format: date-time */
                            created_at: string;
                            error: string | null;
                            error_code: string | null;
                            finished_at: string | null;
                            given_by: string;
                            /** @enum {unknown} */
                            state: "sent" | "done" | "refused" | "timed_out" | "unknown";
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The configuration of a node
         * @description As the connected node says it; secrets are hidden.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change the configuration of a node
         * @description Secrets that are sent as they were shown, hidden, stay as they are.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            command_id: string;
                            /** @description What the node answered, where a command returns something */
                            data?: unknown;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The node refused; its own words */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a flow on a node */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            command_id: string;
                            /** @description What the node answered, where a command returns something */
                            data?: unknown;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The node refused; its own words */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/flows/{flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a flow of a node */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    flow_id: string;
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            command_id: string;
                            /** @description What the node answered, where a command returns something */
                            data?: unknown;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The node refused; its own words */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system could not be reached or answered wrongly */
                502: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The outside system did not answer in time */
                504: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A figure of a node over time
         * @description Least, greatest and mean value in each bucket of time; empty ones are left out. The last hour, unless asked otherwise.
         */
        get: {
            parameters: {
                query: {
                    from?: string;
                    /** @example total_bitrate_bps */
                    metric: string;
                    /** @description Most buckets; default 300 */
                    points?: number;
                    to?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            bucket_ms: number;
                            buckets: {
                                /** Format: date-time */
                                at: string;
                                count: number;
                                max: number;
                                mean: number;
                                min: number;
                            }[];
                            metric: string;
                            /** @enum {unknown} */
                            resolution: "raw" | "minute" | "hour" | "day";
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures of a node that have a history */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** Format: date-time */
                            at: string;
                            metric: string;
                            value: number;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew the registration token
         * @description The node has to register again with it: its credentials are worth nothing from now on.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            registration_token: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/{id}/tunnels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tunnels of a node
         * @description Those it is an end or the relay of.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            tunnels: {
                                associated_flow_ids: string[];
                                /** Format: date-time */
                                created_at: string;
                                egress_forward_addr: string;
                                egress_node_id: string;
                                egress_node_name: string | null;
                                egress_peer_addr: string | null;
                                egress_push_error: string | null;
                                /** @enum {unknown} */
                                egress_push_status: "pending" | "pushed" | "failed";
                                enabled: boolean;
                                id: string;
                                ingress_listen_port: number;
                                ingress_node_id: string;
                                ingress_node_name: string | null;
                                ingress_push_error: string | null;
                                /** @enum {unknown} */
                                ingress_push_status: "pending" | "pushed" | "failed";
                                /** @enum {unknown} */
                                mode: "relay" | "direct";
                                name: string;
                                /** @enum {unknown} */
                                protocol: "tcp" | "udp";
                                relay_addr: string | null;
                                relay_node_id: string | null;
                                relay_node_name: string | null;
                                relay_push_error: string | null;
                                /** @description Null in direct mode */
                                relay_push_status: ("pending" | "pushed" | "failed") | null;
                                /**
                                 * @description active: all its nodes have been told
                                 * @enum {unknown}
                                 */
                                status: "pending" | "active" | "error" | "disabled";
                                /** Format: date-time */
                                updated_at: string;
                            }[];
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nodes/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Inputs and outputs of the connected edges
         * @description By flow, out of the configurations of the edges the caller may see. Passwords and keys are left out.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            nodes: {
                                flows: {
                                    enabled: boolean;
                                    flow_id: string;
                                    flow_name: string | null;
                                    inputs: {
                                        id: string | null;
                                        local_addr: string | null;
                                        mode: string | null;
                                        name: string | null;
                                        remote_addr: string | null;
                                        type: string | null;
                                    }[];
                                    outputs: {
                                        id: string | null;
                                        local_addr: string | null;
                                        mode: string | null;
                                        name: string | null;
                                        remote_addr: string | null;
                                        type: string | null;
                                    }[];
                                }[];
                                node_id: string;
                                node_name: string;
                            }[];
                            /** @description Connected edges that did not tell their configuration in time */
                            silent: string[];
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/preferences/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the caller keeps under a name
         * @description Null when nothing is kept.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description flow_table_order, tunnel_table_order, node_table_order, event_table_order, nodes_view, topology_view, event_filters, dashboard_layout
                     * @example flow_table_order
                     */
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            value: string | null;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Keep something under a name
         * @description A text of at most 50 KB.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description flow_table_order, tunnel_table_order, node_table_order, event_table_order, nodes_view, topology_view, event_filters, dashboard_layout
                     * @example flow_table_order
                     */
                    key: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "value": "[\"name\",\"status\"]"
                     *     }
                     */
                    "application/json": {
                        value: string;
                    };
                };
            };
            responses: {
                /** @description Kept */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Forget what is kept under a name */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /**
                     * @description flow_table_order, tunnel_table_order, node_table_order, event_table_order, nodes_view, topology_view, event_filters, dashboard_layout
                     * @example flow_table_order
                     */
                    key: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Forgotten */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the settings */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Default 30 */
                            events_retention_days: number;
                            /** @description Default 5 */
                            max_login_attempts: number;
                            /** @description Default 30 */
                            node_offline_threshold_secs: number;
                            /** @description Default 24 */
                            session_lifetime_hours: number;
                            /** @description Default 1000 */
                            stats_broadcast_interval_ms: number;
                            /** @description Default 15 */
                            ws_keepalive_interval_secs: number;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change settings
         * @description All that are sent or none. They hold at once, for the whole installation.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "settings": {
                     *         "events_retention_days": 30
                     *       }
                     *     }
                     */
                    "application/json": {
                        settings: {
                            [key: string]: unknown;
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Default 30 */
                            events_retention_days: number;
                            /** @description Default 5 */
                            max_login_attempts: number;
                            /** @description Default 30 */
                            node_offline_threshold_secs: number;
                            /** @description Default 24 */
                            session_lifetime_hours: number;
                            /** @description Default 1000 */
                            stats_broadcast_interval_ms: number;
                            /** @description Default 15 */
                            ws_keepalive_interval_secs: number;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/tls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Show the TLS certificate */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            cert_path: string;
                            /** @description SHA-256, as nodes pin it */
                            fingerprint: string;
                            /** @description False behind a proxy */
                            in_use: boolean;
                            is_self_signed: boolean;
                            issuer: string;
                            key_path: string;
                            names: string[];
                            /** Format: date-time */
                            not_after: string;
                            /** Format: date-time */
                            not_before: string;
                            subject: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/tls/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a TLS certificate and its key
         * @description PEM. New connections use them at once; no restart is needed. The key cannot be read again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "cert_pem": "-----BEGIN CERTIFICATE-----",
                     *       "key_pem": "-----BEGIN PRIVATE KEY-----"
                     *     }
                     */
                    "application/json": {
                        /** @description The certificate, and the chain behind it */
                        cert_pem: string;
                        key_pem: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            error?: string;
                            message?: string;
                            success: boolean;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/topology/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the caller put things in the topology */
        get: {
            parameters: {
                query?: {
                    view?: "graph" | "flow";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description By the id of what stands there */
                            positions: {
                                [key: string]: {
                                    x: number;
                                    y: number;
                                };
                            };
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Keep where things stand in the topology
         * @description All positions of a view, at most 50 KB. The view may stand in the body, too.
         */
        put: {
            parameters: {
                query?: {
                    view?: "graph" | "flow";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "positions": {
                     *         "0b9f6c3e-3a52-4d0e-9f56-9a4f3c6d2b11": {
                     *           "x": 120,
                     *           "y": 80
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /** @description By the id of what stands there */
                        positions: {
                            [key: string]: {
                                x: number;
                                y: number;
                            };
                        };
                        /** @enum {unknown} */
                        view?: "graph" | "flow";
                    };
                };
            };
            responses: {
                /** @description Kept */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The request is larger than allowed */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Forget where things stand in the topology */
        delete: {
            parameters: {
                query?: {
                    view?: "graph" | "flow";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Forgotten */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tunnels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tunnels
         * @description By name; those both of whose ends the caller may see.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            tunnels: {
                                associated_flow_ids: string[];
                                /** Format: date-time */
                                created_at: string;
                                egress_forward_addr: string;
                                egress_node_id: string;
                                egress_node_name: string | null;
                                egress_peer_addr: string | null;
                                egress_push_error: string | null;
                                /** @enum {unknown} */
                                egress_push_status: "pending" | "pushed" | "failed";
                                enabled: boolean;
                                id: string;
                                ingress_listen_port: number;
                                ingress_node_id: string;
                                ingress_node_name: string | null;
                                ingress_push_error: string | null;
                                /** @enum {unknown} */
                                ingress_push_status: "pending" | "pushed" | "failed";
                                /** @enum {unknown} */
                                mode: "relay" | "direct";
                                name: string;
                                /** @enum {unknown} */
                                protocol: "tcp" | "udp";
                                relay_addr: string | null;
                                relay_node_id: string | null;
                                relay_node_name: string | null;
                                relay_push_error: string | null;
                                /** @description Null in direct mode */
                                relay_push_status: ("pending" | "pushed" | "failed") | null;
                                /**
                                 * @description active: all its nodes have been told
                                 * @enum {unknown}
                                 */
                                status: "pending" | "active" | "error" | "disabled";
                                /** Format: date-time */
                                updated_at: string;
                            }[];
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Create a tunnel
         * @description Mints its secrets and tells the relay, then both edges. Nodes that are away are told when they come; `warnings` names them.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Oslo to Bergen",
                     *       "protocol": "udp",
                     *       "mode": "direct",
                     *       "ingress_node_id": "0b9f6c3e-3a52-4d0e-9f56-9a4f3c6d2b11",
                     *       "ingress_listen_port": 9000,
                     *       "egress_node_id": "5d2c8a7e-61b4-4c1f-8a3d-2e7f9b0c4d22",
                     *       "egress_forward_addr": "127.0.0.1:9100",
                     *       "egress_peer_addr": "203.0.113.7:4433"
                     *     }
                     */
                    "application/json": {
                        associated_flow_ids?: string[] | null;
                        /** @description It sends there: host:port */
                        egress_forward_addr: string;
                        /** @description The edge where traffic leaves the tunnel */
                        egress_node_id: string;
                        egress_peer_addr?: string | null;
                        /** @description False: its nodes forget it until it is enabled again */
                        enabled?: boolean;
                        /** @description It listens here */
                        ingress_listen_port: number;
                        /** @description The edge where traffic enters the tunnel */
                        ingress_node_id: string;
                        /** @enum {unknown} */
                        mode: "relay" | "direct";
                        name: string;
                        /** @enum {unknown} */
                        protocol: "tcp" | "udp";
                        relay_addr?: string | null;
                        relay_node_id?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            associated_flow_ids: string[];
                            /** Format: date-time */
                            created_at: string;
                            egress_forward_addr: string;
                            egress_node_id: string;
                            egress_node_name: string | null;
                            egress_peer_addr: string | null;
                            egress_push_error: string | null;
                            /** @enum {unknown} */
                            egress_push_status: "pending" | "pushed" | "failed";
                            enabled: boolean;
                            id: string;
                            ingress_listen_port: number;
                            ingress_node_id: string;
                            ingress_node_name: string | null;
                            ingress_push_error: string | null;
                            /** @enum {unknown} */
                            ingress_push_status: "pending" | "pushed" | "failed";
                            /** @enum {unknown} */
                            mode: "relay" | "direct";
                            name: string;
                            /** @enum {unknown} */
                            protocol: "tcp" | "udp";
                            relay_addr: string | null;
                            relay_node_id: string | null;
                            relay_node_name: string | null;
                            relay_push_error: string | null;
                            /** @description Null in direct mode */
                            relay_push_status: ("pending" | "pushed" | "failed") | null;
                            /**
                             * @description active: all its nodes have been told
                             * @enum {unknown}
                             */
                            status: "pending" | "active" | "error" | "disabled";
                            /** Format: date-time */
                            updated_at: string;
                            /** @description Nodes that could not be told, and why */
                            warnings: string[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tunnels/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A tunnel
         * @description With how far each of its nodes has been told. Its secrets are shown to nobody.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            associated_flow_ids: string[];
                            /** Format: date-time */
                            created_at: string;
                            egress_forward_addr: string;
                            egress_node_id: string;
                            egress_node_name: string | null;
                            egress_peer_addr: string | null;
                            egress_push_error: string | null;
                            /** @enum {unknown} */
                            egress_push_status: "pending" | "pushed" | "failed";
                            enabled: boolean;
                            id: string;
                            ingress_listen_port: number;
                            ingress_node_id: string;
                            ingress_node_name: string | null;
                            ingress_push_error: string | null;
                            /** @enum {unknown} */
                            ingress_push_status: "pending" | "pushed" | "failed";
                            /** @enum {unknown} */
                            mode: "relay" | "direct";
                            name: string;
                            /** @enum {unknown} */
                            protocol: "tcp" | "udp";
                            relay_addr: string | null;
                            relay_node_id: string | null;
                            relay_node_name: string | null;
                            relay_push_error: string | null;
                            /** @description Null in direct mode */
                            relay_push_status: ("pending" | "pushed" | "failed") | null;
                            /**
                             * @description active: all its nodes have been told
                             * @enum {unknown}
                             */
                            status: "pending" | "active" | "error" | "disabled";
                            /** Format: date-time */
                            updated_at: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change a tunnel
         * @description What is left out stays. Its edges forget the old version, and are told the new one.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "name": "Oslo to Bergen",
                     *       "ingress_listen_port": 9001
                     *     }
                     */
                    "application/json": {
                        associated_flow_ids?: string[] | null;
                        /** @description It sends there: host:port */
                        egress_forward_addr?: string;
                        /** @description The edge where traffic leaves the tunnel */
                        egress_node_id?: string;
                        egress_peer_addr?: string | null;
                        /** @description False: its nodes forget it until it is enabled again */
                        enabled?: boolean;
                        /** @description It listens here */
                        ingress_listen_port?: number;
                        /** @description The edge where traffic enters the tunnel */
                        ingress_node_id?: string;
                        /** @enum {unknown} */
                        mode?: "relay" | "direct";
                        name?: string;
                        /** @enum {unknown} */
                        protocol?: "tcp" | "udp";
                        relay_addr?: string | null;
                        relay_node_id?: string | null;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            associated_flow_ids: string[];
                            /** Format: date-time */
                            created_at: string;
                            egress_forward_addr: string;
                            egress_node_id: string;
                            egress_node_name: string | null;
                            egress_peer_addr: string | null;
                            egress_push_error: string | null;
                            /** @enum {unknown} */
                            egress_push_status: "pending" | "pushed" | "failed";
                            enabled: boolean;
                            id: string;
                            ingress_listen_port: number;
                            ingress_node_id: string;
                            ingress_node_name: string | null;
                            ingress_push_error: string | null;
                            /** @enum {unknown} */
                            ingress_push_status: "pending" | "pushed" | "failed";
                            /** @enum {unknown} */
                            mode: "relay" | "direct";
                            name: string;
                            /** @enum {unknown} */
                            protocol: "tcp" | "udp";
                            relay_addr: string | null;
                            relay_node_id: string | null;
                            relay_node_name: string | null;
                            relay_push_error: string | null;
                            /** @description Null in direct mode */
                            relay_push_status: ("pending" | "pushed" | "failed") | null;
                            /**
                             * @description active: all its nodes have been told
                             * @enum {unknown}
                             */
                            status: "pending" | "active" | "error" | "disabled";
                            /** Format: date-time */
                            updated_at: string;
                            /** @description Nodes that could not be told, and why */
                            warnings: string[];
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /**
         * Delete a tunnel
         * @description Its nodes forget it; those that are away, when they come.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            deleted: boolean;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Newest first. For administrators.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null: all nodes */
                            allowed_node_ids: string[] | null;
                            display_name: string;
                            email: string | null;
                            expires_at: string | null;
                            id: string;
                            is_active: boolean;
                            is_temporary: boolean;
                            last_login_at: string | null;
                            /** @enum {unknown} */
                            role: "viewer" | "operator" | "admin" | "super_admin";
                            username: string;
                        }[];
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /** Create a user */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "username": "control-room",
                     *       "password": "Lamp0nTheShelf",
                     *       "display_name": "Control room",
                     *       "role": "operator",
                     *       "is_temporary": false
                     *     }
                     */
                    "application/json": {
                        allowed_node_ids?: string[] | null;
                        /** @example Control room */
                        display_name: string;
                        email?: string | null;
                        expires_at?: string | null;
                        is_temporary: boolean;
                        password: string;
                        /**
                         * @example operator
                         * @enum {unknown}
                         */
                        role: "viewer" | "operator" | "admin" | "super_admin";
                        username: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null: all nodes */
                            allowed_node_ids: string[] | null;
                            display_name: string;
                            email: string | null;
                            expires_at: string | null;
                            id: string;
                            is_active: boolean;
                            is_temporary: boolean;
                            last_login_at: string | null;
                            /** @enum {unknown} */
                            role: "viewer" | "operator" | "admin" | "super_admin";
                            username: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user
         * @description Everybody may look at themselves, administrators at all.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null: all nodes */
                            allowed_node_ids: string[] | null;
                            display_name: string;
                            email: string | null;
                            expires_at: string | null;
                            id: string;
                            is_active: boolean;
                            is_temporary: boolean;
                            last_login_at: string | null;
                            /** @enum {unknown} */
                            role: "viewer" | "operator" | "admin" | "super_admin";
                            username: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        /**
         * Change a user
         * @description What is left out stays; null clears. A new password, and being switched off, end all sessions.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    /**
                     * @example {
                     *       "display_name": "Control room"
                     *     }
                     */
                    "application/json": {
                        allowed_node_ids?: string[] | null;
                        /** @example Control room */
                        display_name?: string;
                        email?: string | null;
                        expires_at?: string | null;
                        is_active?: boolean;
                        is_temporary?: boolean;
                        password?: string;
                        /**
                         * @example operator
                         * @enum {unknown}
                         */
                        role?: "viewer" | "operator" | "admin" | "super_admin";
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Null: all nodes */
                            allowed_node_ids: string[] | null;
                            display_name: string;
                            email: string | null;
                            expires_at: string | null;
                            id: string;
                            is_active: boolean;
                            is_temporary: boolean;
                            last_login_at: string | null;
                            /** @enum {unknown} */
                            role: "viewer" | "operator" | "admin" | "super_admin";
                            username: string;
                        };
                    };
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Delete a user */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description The role of the caller does not allow this, or it belongs to somebody else */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description There is no such thing, or not for this caller */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description Not possible in the present state */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server runs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            self_signed_cert: boolean;
                            service: string;
                            status: string;
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/dashboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live state of the nodes (WebSocket)
         * @description First `dashboard_update` with `snapshot: true` and all connected nodes, then updates with the nodes that changed and `removed` ids. `?after=` and `?epoch=` of the last update resume behind it. `?detail=metrics` leaves the raw reports out; `?node_id=` leaves all other nodes out. Much at once comes in several updates; of reports of megabytes only the figures do (`too_large`).
         */
        get: {
            parameters: {
                query?: {
                    after?: number;
                    detail?: "full" | "metrics";
                    epoch?: string;
                    node_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection is a WebSocket from here on */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description The request is malformed, out of range or against a rule */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
                /** @description No token, or one that is not valid (any more) */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        /**
                         * @example {
                         *       "error": "There is no node 7b1e",
                         *       "code": "NODE_NOT_FOUND"
                         *     }
                         */
                        "application/json": {
                            /** @description What happened, for a program */
                            code: string;
                            /** @description More about it */
                            details?: unknown;
                            /** @description What happened, for a person */
                            error: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ws/node": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connection of a node (WebSocket)
         * @description For edges and relays. The first frame is `auth` with a registration token, or with the id and the secret of the node; it has to come within 10 s.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The connection is a WebSocket from here on */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
