// Made from docs/api by scripts/generate-client. A change here is lost.
export interface paths {
    "/api/auth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get an access token
         * @description Beyond the five documents. With a person's e-mail address and password (and the code of their second factor, where they have one), or with the id and secret of an organization's API key.
         */
        post: operations["CreateAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who a token is
         * @description Beyond the five documents.
         */
        get: operations["GetCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pull what has changed at the vendor
         * @description Beyond the five documents.
         */
        post: operations["SyncIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OAuth callback handler
         * @description Where vendors send people back to; redirects to the flow's returnUrl with status and error as query members.
         */
        get: operations["OAuthCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{integrationId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an integration connection
         * @description Asks the vendor whether the connection works. A test that does not pass is an answer: 200 with success false and the vendor's reason. An organization's integration is tested by its administrators, one's own by oneself.
         */
        post: operations["TestIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{integrationId}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Search for entities in an external system
         * @description Finds events, issues, files and the like by text and, where the vendor's API allows, by dates.
         */
        post: operations["SearchExternalEntities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{integrationId}/entities/{externalId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get details of a specific external entity
         * @description externalId is what the search gave; ids that contain a slash may be sent encoded or as they are.
         */
        get: operations["GetExternalEntity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List integration providers */
        get: operations["ListProviders"];
        put?: never;
        /**
         * Create integration provider
         * @description Describes a provider. One that the hub has no connector for can be listed and enabled, but not connected.
         */
        post: operations["CreateProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/admin/integrations/{category}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration provider
         * @description id is the provider's id or its unique identifier.
         */
        get: operations["GetProvider"];
        put?: never;
        post?: never;
        /**
         * Delete integration provider
         * @description Providers that come with the hub, and those in use, cannot be deleted: set their status to disabled.
         */
        delete: operations["DeleteProvider"];
        options?: never;
        head?: never;
        /**
         * Update integration provider
         * @description A partial document: members that are absent stay, null returns a member to what it was. Send If-Match with the ETag to refuse a lost update.
         */
        patch: operations["UpdateProvider"];
        trace?: never;
    };
    "/api/admin/integrations/{category}/{id}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update provider status */
        patch: operations["UpdateProviderStatus"];
        trace?: never;
    };
    "/api/admin/integrations/{category}/{id}/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update provider audience */
        patch: operations["UpdateProviderAudience"];
        trace?: never;
    };
    "/api/admin/integrations/{category}/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test system-level connection
         * @description Whether the hub can reach the vendor, and whether an OAuth client is set up where the provider needs one. No organization's credential is used.
         */
        post: operations["TestProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List available integrations (catalog)
         * @description Only providers with audience tenant and status active.
         */
        get: operations["ListCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{category}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration details
         * @description id is the provider's id or its unique identifier.
         */
        get: operations["GetCatalogEntry"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List tenant integration instances
         * @description tag narrows to integrations that the organization marked with it, however it is written.
         */
        get: operations["ListInstances"];
        put?: never;
        /**
         * Create or enable integration instance
         * @description Nothing is sent to the vendor yet: connect it next.
         */
        post: operations["CreateInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get integration instance */
        get: operations["GetInstance"];
        put?: never;
        post?: never;
        /**
         * Disable integration instance
         * @description Removes the integration and its connections, stored credentials at once. To pause it, deactivate it instead.
         */
        delete: operations["DeleteInstance"];
        options?: never;
        head?: never;
        /**
         * Update integration instance configuration
         * @description A partial document: members that are absent or null stay as they are. Send If-Match with the ETag to refuse a lost update.
         */
        patch: operations["UpdateInstance"];
        trace?: never;
    };
    "/api/tenant/integrations/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate integration
         * @description Ends a pause. The status is connected; or pending or error, where the connection is missing or fails.
         */
        post: operations["ActivateInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate integration
         * @description Keeps everything and stops all traffic.
         */
        post: operations["DeactivateInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable, disable, test, disconnect or delete many integrations
         * @description Beyond the five documents. Answers at once; the work goes on in the background and survives a restart. Give ids (1 to 1,000), or a filter for everything that matches. An id that is not yours fails as not found, alone.
         */
        post: operations["StartBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/batch/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a batch is, with a result per integration
         * @description Beyond the five documents.
         */
        get: operations["GetBatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/batch/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop what a batch has not begun
         * @description Beyond the five documents.
         */
        post: operations["CancelBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organization's templates, by name
         * @description Beyond the five documents.
         */
        get: operations["ListTemplates"];
        put?: never;
        /**
         * Save an integration's configuration as a template
         * @description Beyond the five documents. Keeps description, icon, what search may find, where data may be shown, and the settings that the provider's form names. Credentials, accounts and secrets are never part of it.
         */
        post: operations["SaveTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a template
         * @description Beyond the five documents.
         */
        get: operations["GetTemplate"];
        put?: never;
        post?: never;
        /**
         * Delete a template
         * @description Beyond the five documents. Integrations that were made from it stay as they are.
         */
        delete: operations["DeleteTemplate"];
        options?: never;
        head?: never;
        /**
         * Rename a template
         * @description Beyond the five documents. Send If-Match with the ETag to refuse a lost update.
         */
        patch: operations["RenameTemplate"];
        trace?: never;
    };
    "/api/tenant/templates/{id}/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an integration from a template
         * @description Beyond the five documents. Nothing is sent to the vendor yet: connect it next. Without a name it gets the template's.
         */
        post: operations["CreateFromTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connect/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start OAuth flow
         * @description Send the person's browser to authorizationUrl. After the consent it comes back to returnUrl with status, error and integrationId as query members. The link is good for ten minutes and one use.
         */
        post: operations["StartOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connect/api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect with API key
         * @description The key is tested first; one that the vendor refuses is not stored.
         */
        post: operations["ConnectApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connect/basic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect with basic auth
         * @description The credentials are tested first; what the vendor refuses is not stored.
         */
        post: operations["ConnectBasic"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connect/custom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect with custom credentials
         * @description Credentials named as the fields of one of the provider's authMethods. They are tested first.
         */
        post: operations["ConnectCustom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get connection status */
        get: operations["GetConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/connection/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test connection
         * @description A test that does not pass is an answer: 200 with success false and the vendor's reason.
         */
        post: operations["TestConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect integration
         * @description The stored credential is erased at once, and the vendor is asked to revoke it.
         */
        post: operations["DisconnectInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update credentials
         * @description The new credentials are tested first; those that fail change nothing. For the type oauth they are accessToken and, where there are, refreshToken and expiresAt (ISO 8601): tokens that the caller obtained itself.
         */
        patch: operations["UpdateCredentials"];
        trace?: never;
    };
    "/api/user/integrations/{id}/connect/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start user OAuth flow
         * @description For integrations that each user connects for themself.
         */
        post: operations["StartUserOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/integrations/{id}/connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get user connection status
         * @description The caller's own connection; where one connection serves the whole organization, that one.
         */
        get: operations["GetUserConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/user/integrations/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Disconnect user integration */
        post: operations["DisconnectUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List links to connect, newest first
         * @description Beyond the five documents.
         */
        get: operations["ListConnectLinks"];
        put?: never;
        /**
         * Make a link to connect
         * @description Beyond the five documents. Send url to the person: it works once. The page behind it shows who asks and what for; when something is connected, connection.created or connection.reconnected is raised with the linkId, and connection.failed when an attempt is not successful.
         */
        post: operations["CreateConnectLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connect-links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far a link to connect is
         * @description Beyond the five documents.
         */
        get: operations["GetConnectLink"];
        put?: never;
        post?: never;
        /**
         * Revoke a link to connect
         * @description Beyond the five documents. Nothing is connected with it any more, also by a browser that opened it. The row stays, revoked.
         */
        delete: operations["RevokeConnectLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Global search across integrations
         * @description All integrations that the caller may search are asked side by side under one deadline. What answers in time is returned; for the others, errors says why, and how old the results are that are shown in their place, if there are any.
         */
        post: operations["SearchAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search specific integration */
        get: operations["SearchOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/widgets/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get integration status for widget */
        get: operations["GetWidgetStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/widgets/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration activity for widget
         * @description timeRange is 1h, 24h, 7d or 30d; 24h unless told. Newest first.
         */
        get: operations["GetWidgetActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/integrations/{id}/widgets/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration data for widget
         * @description filters is a JSON object, sent as text. Fields are those that the catalog names for the entity.
         */
        get: operations["GetWidgetData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get all integrations */
        get: operations["CompanyListIntegrations"];
        put?: never;
        /**
         * Create integration
         * @description type may be a provider's key; else the provider whose name is given is taken; else config must hold the url or webhookUrl of a webhook.
         */
        post: operations["CompanyCreateIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get integration by ID */
        get: operations["CompanyGetIntegration"];
        /**
         * Update integration
         * @description Members that are absent stay as they are. status inactive pauses the integration, active ends the pause. Send If-Match with the ETag to refuse a lost update.
         */
        put: operations["CompanyUpdateIntegration"];
        post?: never;
        /** Delete integration */
        delete: operations["CompanyDeleteIntegration"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration logs
         * @description Newest first. status is success or error.
         */
        get: operations["CompanyListLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List integrations
         * @description Configured integrations, and for administrators the webhooks (ids with wh_). Send pagination.nextCursor as cursor to go on.
         */
        get: operations["AutomationListIntegrations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/available": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search available integrations
         * @description What can be connected, most used first. popularity is the share of this hub's organizations that have it connected, in percent; an app that is reached through a workflow tool has the tool's.
         */
        get: operations["AutomationListAvailable"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get integration
         * @description With the parameters of its actions, its configuration and its usage. Of a webhook, usage counts deliveries.
         */
        get: operations["AutomationGetIntegration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect integration
         * @description integrationId is a catalog id (zapier_slack, n8n_gmail, github, webhook), or an int_ id to connect again, or a wh_ id to switch a webhook on. Connecting by oauth answers pending with authUrl.
         */
        post: operations["AutomationConnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect integration
         * @description A webhook is switched off, and connecting it again switches it on.
         */
        post: operations["AutomationDisconnect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test integration
         * @description A test that does not pass is an answer: 200 with status unhealthy. A webhook is sent a test event.
         */
        post: operations["AutomationTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}/actions/{actionName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Execute integration action
         * @description Parameters are checked against the action's before anything is sent. An action is never repeated by itself; send an Idempotency-Key to repeat safely.
         */
        post: operations["AutomationRunAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create webhook integration
         * @description The secret is shown in this answer and never again.
         */
        post: operations["AutomationCreateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{integrationId}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Integration logs
         * @description Actions that were run, newest first; of a webhook, its deliveries. Send pagination.nextCursor as cursor to go on.
         */
        get: operations["AutomationListLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get webhook
         * @description Beyond the five documents. Webhooks are also listed by GET /v1/integrations (type=webhook).
         */
        get: operations["AutomationGetWebhook"];
        put?: never;
        post?: never;
        /**
         * Remove webhook
         * @description Beyond the five documents. Its deliveries go with it; what is under way may still arrive.
         */
        delete: operations["AutomationDeleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Change webhook
         * @description Beyond the five documents. Members that are absent or null stay as they are. The secret is changed by rotating it; secret, status and what else only readers are shown is refused.
         */
        patch: operations["AutomationChangeWebhook"];
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a webhook's secret
         * @description Beyond the five documents. The new secret is shown in this answer and never again. The former one co-signs for 24 hours.
         */
        post: operations["AutomationRotateWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List a webhook's deliveries
         * @description Beyond the five documents. Newest first. status is pending, succeeded or failed. Send pagination.nextCursor as cursor to go on.
         */
        get: operations["AutomationListDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}/deliveries/{deliveryId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a delivery
         * @description Beyond the five documents. With every try: what was sent, byte for byte, and what came back.
         */
        get: operations["AutomationGetDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again
         * @description Beyond the five documents. With the same event id, so that a receiver can tell.
         */
        post: operations["AutomationReplayDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/webhooks/{webhookId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a webhook's deliveries again
         * @description Beyond the five documents. Those that were given up, or within a time range.
         */
        post: operations["AutomationReplayWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/integrations/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get all integrations status
         * @description One's own; an administrator sees of others whether they are connected, and nothing else.
         */
        get: operations["ListAccountStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/github/status/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GitHub status */
        get: operations["GetGitHubStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/google-calendar/status/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Google Calendar status */
        get: operations["GetGoogleCalendarStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/inbound-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where a vendor sends this integration's events
         * @description Beyond the five documents.
         */
        get: operations["GetInboundAddress"];
        /**
         * Open or renew an integration's inbound address
         * @description Beyond the five documents.
         */
        put: operations["OpenInboundAddress"];
        post?: never;
        /**
         * Close an integration's inbound address
         * @description Beyond the five documents.
         */
        delete: operations["CloseInboundAddress"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/inbound-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a vendor sent to an integration, the newest first
         * @description Beyond the five documents. Accepted, noted, proofs of the address and refused ones. The newest 100 genuine and 30 refused requests of an integration are kept, for 7 days; in a flood not all are.
         */
        get: operations["ListInboundRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/inbound-requests/{requestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One request of a vendor, as it came
         * @description Beyond the five documents. What is secret in headers, address and body stands as ***.
         */
        get: operations["GetInboundRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integrations/{id}/inbound-requests/{requestId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Handle a vendor's request once more
         * @description Beyond the five documents. One that was genuine has its effect again. One that was refused is judged with the secret of today, as of the time when it came.
         */
        post: operations["ReplayInboundRequest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/proxy/{integrationId}/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read at the vendor's API
         * @description Beyond the five documents. Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.
         */
        get: operations["ProxyGet"];
        /**
         * Replace something at the vendor's API
         * @description Beyond the five documents. Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.
         */
        put: operations["ProxyPut"];
        /**
         * Send something to the vendor's API
         * @description Beyond the five documents. Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.
         */
        post: operations["ProxyPost"];
        /**
         * Delete something at the vendor's API
         * @description Beyond the five documents. Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.
         */
        delete: operations["ProxyDelete"];
        options?: never;
        head?: never;
        /**
         * Change something at the vendor's API
         * @description Beyond the five documents. Calls the vendor's own API with the connection that the hub keeps for the caller, and hands on what the vendor answers: status, body, and the headers about the body, caching validators, paging and rate limits. HEAD is taken as well. The token needs the scope proxy, and write for all but GET and HEAD; the organization's own connection takes an administrator or a key of the organization. The path is what follows the vendor's base address, percent-encoded, without dot segments or encoded slashes; the query is passed on as it is. Accept, Accept-Language, Content-Type, Content-Encoding, conditions, Range and Prefer are passed on, and no other header. Bodies are streamed, up to 100 MB each way. Redirects are not followed. Answers of the vendor carry X-Vendor-Status; without it the answer is the hub's own.
         */
        patch: operations["ProxyPatch"];
        trace?: never;
    };
    "/mcp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Speak the Model Context Protocol
         * @description Beyond the five documents. One message of the Model Context Protocol (Streamable HTTP, without sessions; revisions 2024-11-05 to 2026-07-28). Accept has to name application/json and text/event-stream; the answer is a stream of events, the last of which holds the result. The token needs the scope mcp, and what may be called is what its person granted on the page Agents. See docs/programs.md.
         */
        post: operations["CallTools"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description One connected system; the members besides connected are absent where nothing is known, or not for the asker. */
        AccountDocument: {
            connected: boolean;
            username?: null | string;
            email?: null | string;
            avatarUrl?: null | string;
            /** Format: date-time */
            connectedAt?: null | string;
            /** Format: date-time */
            tokenExpiry?: null | string;
        };
        AccountResponse: {
            success: boolean;
            connected: boolean;
            username?: null | string;
            email?: null | string;
            avatarUrl?: null | string;
            /** Format: date-time */
            connectedAt?: null | string;
            /** Format: date-time */
            tokenExpiry?: null | string;
        };
        AccountsResponse: {
            success: boolean;
            integrations: {
                [key: string]: components["schemas"]["AccountDocument"];
            };
        };
        ActivatedResponse: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "connected" | "pending" | "error";
            /** Format: date-time */
            enabledAt: string;
            enabledBy: string;
        };
        AuthMethodResponse: {
            kind: string;
            displayName: string;
            fields: components["schemas"]["FieldDescriptor"][];
        };
        AutomationActionRequest: {
            parameters?: null | components["schemas"]["JsonObject"];
        };
        AutomationActionResult: {
            action: string;
            /** @description success, and what the vendor gave back. */
            result: components["schemas"]["JsonObject"];
            /**
             * Format: int64
             * @description Milliseconds.
             */
            executionTime: number;
        };
        AutomationAvailable: {
            id: string;
            /** @enum {string} */
            type: "zapier" | "n8n" | "custom" | "webhook";
            name: string;
            description: string;
            category: string;
            icon: string;
            /**
             * Format: int32
             * @description The share of this hub's organizations that have it connected, in percent.
             */
            popularity: number;
            capabilities: string[];
        };
        AutomationCapability: {
            name: string;
            description: string;
            parameters: components["schemas"]["AutomationParameter"][];
        };
        AutomationConnectedDocument: {
            id: string;
            /** @enum {string} */
            type: "zapier" | "n8n" | "custom" | "webhook";
            name: string;
            /** @enum {string} */
            status: "connected" | "pending" | "disconnected";
            authUrl?: null | string;
            message: string;
        };
        /** @description Configuration varies by type: authType oauth with redirectUrl; url and headers of a webhook; or the fields that the provider's form names. */
        AutomationConnectRequest: {
            /** @description oauth, api_key, basic or custom; found by the other members when absent. */
            authType?: null | string;
            /** @description Where the browser goes after the consent: a path of the hub, or an address of an allowed origin. */
            redirectUrl?: null | string;
            /** @description The new integration's name; the app's unless told. */
            name?: null | string;
            /** @description A webhook's address. */
            url?: null | string;
            headers?: null | components["schemas"]["JsonObject"];
            /** @description A webhook's signing secret. Beyond the documents. */
            secret?: null | string;
            /** @description Beyond the documents. */
            credentials?: null | components["schemas"]["JsonObject"];
        };
        AutomationDelivery: {
            id: string;
            /** @description Where it went. */
            webhookId: string;
            event: string;
            /**
             * Format: uuid
             * @description The webhook-id header; the same at every try and replay.
             */
            eventId: string;
            /**
             * @description pending, succeeded or failed.
             * @enum {string}
             */
            status: "pending" | "succeeded" | "failed";
            /**
             * Format: int32
             * @description Tries so far, since the last replay.
             */
            attempts: number;
            /**
             * Format: int32
             * @description The receiver's last answer; absent when none came.
             */
            statusCode?: null | number;
            error?: null | string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description While it is pending.
             */
            nextAttemptAt?: null | string;
            /** Format: date-time */
            completedAt?: null | string;
        };
        AutomationDeliveryDetails: {
            delivery: components["schemas"]["AutomationDelivery"];
            /** @description Every try, oldest first. */
            tries: components["schemas"]["AutomationTry"][];
        };
        AutomationDetails: {
            id: string;
            /** @enum {string} */
            type: "zapier" | "n8n" | "custom" | "webhook";
            name: string;
            description?: null | string;
            /** @enum {string} */
            status: "connected" | "pending" | "disconnected";
            icon?: null | string;
            /** Format: date-time */
            connectedAt?: null | string;
            /** Format: date-time */
            lastUsed?: null | string;
            capabilities: components["schemas"]["AutomationCapability"][];
            /** @description Settings and what else was given besides secrets. */
            configuration: components["schemas"]["JsonObject"];
            usageStats: components["schemas"]["AutomationUsage"];
        };
        AutomationDisconnected: {
            id: string;
            /** @enum {string} */
            status: "disconnected";
            /** Format: date-time */
            disconnectedAt: string;
        };
        AutomationIntegration: {
            id: string;
            /**
             * @description zapier, n8n, webhook or custom.
             * @enum {string}
             */
            type: "zapier" | "n8n" | "custom" | "webhook";
            name: string;
            description?: null | string;
            /**
             * @description connected, pending or disconnected.
             * @enum {string}
             */
            status: "connected" | "pending" | "disconnected";
            icon?: null | string;
            /** Format: date-time */
            connectedAt?: null | string;
            /** Format: date-time */
            lastUsed?: null | string;
            /** @description Names of actions, as far as they are known without asking the vendor. */
            capabilities: string[];
        };
        AutomationLog: {
            logId: string;
            action: string;
            /**
             * @description success or failed.
             * @enum {string}
             */
            status: "success" | "failed" | "running";
            /** @description Redacted. */
            input?: components["schemas"]["JsonNode"];
            /** @description Redacted. */
            output?: components["schemas"]["JsonNode"];
            /** @description Beyond the documents. */
            error?: null | string;
            /**
             * Format: int32
             * @description Milliseconds.
             */
            executionTime: number;
            /** Format: date-time */
            timestamp: string;
        };
        /** @description 003's envelope of lists that go on. */
        AutomationPageOfAutomationDelivery: {
            success: boolean;
            data: components["schemas"]["AutomationDelivery"][];
            pagination: components["schemas"]["AutomationPagination"];
        };
        /** @description 003's envelope of lists that go on. */
        AutomationPageOfAutomationIntegration: {
            success: boolean;
            data: components["schemas"]["AutomationIntegration"][];
            pagination: components["schemas"]["AutomationPagination"];
        };
        /** @description 003's envelope of lists that go on. */
        AutomationPageOfAutomationLog: {
            success: boolean;
            data: components["schemas"]["AutomationLog"][];
            pagination: components["schemas"]["AutomationPagination"];
        };
        AutomationPagination: {
            /** @description Send it as cursor to go on; absent on the last page. */
            nextCursor?: null | string;
            hasMore: boolean;
        };
        AutomationParameter: {
            name: string;
            /** @description string, number, integer, boolean, array or object. */
            type: string;
            required: boolean;
            description?: null | string;
        };
        AutomationReplayed: {
            /**
             * Format: int32
             * @description How many are on their way again; what is under way anyway is not among them.
             */
            replayed: number;
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationActionResult: {
            success: boolean;
            data: components["schemas"]["AutomationActionResult"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationConnectedDocument: {
            success: boolean;
            data: components["schemas"]["AutomationConnectedDocument"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationDeliveryDetails: {
            success: boolean;
            data: components["schemas"]["AutomationDeliveryDetails"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationDetails: {
            success: boolean;
            data: components["schemas"]["AutomationDetails"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationDisconnected: {
            success: boolean;
            data: components["schemas"]["AutomationDisconnected"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationReplayed: {
            success: boolean;
            data: components["schemas"]["AutomationReplayed"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationTested: {
            success: boolean;
            data: components["schemas"]["AutomationTested"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationWebhook: {
            success: boolean;
            data: components["schemas"]["AutomationWebhook"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationWebhookDetails: {
            success: boolean;
            data: components["schemas"]["AutomationWebhookDetails"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfAutomationWebhookRemoved: {
            success: boolean;
            data: components["schemas"]["AutomationWebhookRemoved"];
        };
        /** @description 003's envelope. */
        AutomationResponseOfIReadOnlyListOfAutomationAvailable: {
            success: boolean;
            data: components["schemas"]["AutomationAvailable"][];
        };
        AutomationSentRequest: {
            /** @description As sent; values that were typed for this webhook are hidden. */
            headers: {
                [key: string]: string;
            };
            /** @description As sent, byte for byte (UTF-8). */
            body: string;
        };
        AutomationTested: {
            id: string;
            /**
             * @description healthy or unhealthy.
             * @enum {string}
             */
            status: "healthy" | "unhealthy";
            testResult: components["schemas"]["AutomationTestResult"];
        };
        AutomationTestResult: {
            passed: boolean;
            message: string;
            /**
             * Format: int64
             * @description Milliseconds.
             */
            responseTime: number;
            /** Format: date-time */
            testedAt: string;
        };
        AutomationTry: {
            /** Format: int32 */
            number: number;
            /** Format: date-time */
            at: string;
            /**
             * Format: int32
             * @description Milliseconds.
             */
            duration: number;
            request?: null | components["schemas"]["AutomationSentRequest"];
            /**
             * Format: int32
             * @description Absent when no answer came.
             */
            statusCode?: null | number;
            error?: null | string;
            /** @description The beginning of the receiver's answer. */
            response?: null | string;
        };
        AutomationUsage: {
            /** Format: int64 */
            totalCalls: number;
            /** Format: int64 */
            successfulCalls: number;
            /** Format: int64 */
            failedCalls: number;
            /**
             * Format: double
             * @description 0 to 1.
             */
            successRate: number;
        };
        AutomationWebhook: {
            id: string;
            name: string;
            url: string;
            events: string[];
            secret: string;
            active: boolean;
            /** Format: date-time */
            createdAt: string;
        };
        /** @description A webhook as its readers see it: never the secret, only the names of its headers. */
        AutomationWebhookDetails: {
            id: string;
            name: string;
            url: string;
            events: string[];
            active: boolean;
            /**
             * @description connected or disconnected, as 003's list has it.
             * @enum {string}
             */
            status: "connected" | "disconnected";
            /** @description The last characters of the signing secret. */
            secretHint: string;
            /** @description A secret of less than 24 bytes was given. */
            secretIsWeak: boolean;
            /** @description Names only; the values are never shown. */
            headers: string[];
            /** @description Why it is switched off. */
            disabledReason?: null | string;
            /**
             * Format: date-time
             * @description The first failure since the last success.
             */
            failingSince?: null | string;
            /** Format: date-time */
            lastSuccessAt?: null | string;
            /**
             * Format: date-time
             * @description Nothing is sent before, because too many deliveries failed.
             */
            pausedUntil?: null | string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        AutomationWebhookRemoved: {
            id: string;
            status: string;
        };
        /** @description A webhook: where to send which events. */
        AutomationWebhookRequest: {
            /** @description Webhook name. */
            name: string;
            /** @description Webhook URL, https. */
            url: string;
            /** @description Events to subscribe to. */
            events: string[];
            headers?: null | components["schemas"]["JsonObject"];
            /** @description HMAC secret for verification, at least 12 characters; made by the hub when absent. */
            secret?: null | string;
        };
        BatchDetailsResponse: {
            batch: components["schemas"]["BatchResponse"];
            /** @description At most 100, in the order that was asked for. */
            items: components["schemas"]["BatchItemResponse"][];
            /**
             * Format: int32
             * @description All items of the asked-for status.
             */
            totalItems: number;
        };
        BatchFilter: {
            /** @enum {null|string} */
            status?: "pending" | "connected" | "error" | "disabled" | null;
            providerName?: null | string;
            search?: null | string;
            /** @description A word that the organization marked integrations with, however it is written. Beyond the documents. */
            tag?: null | string;
        };
        BatchItemResponse: {
            /** Format: uuid */
            integrationId: string;
            name?: null | string;
            /**
             * @description waiting, running, done, failed or cancelled.
             * @enum {string}
             */
            status: "waiting" | "running" | "done" | "failed" | "cancelled";
            code?: null | string;
            message?: null | string;
            /** Format: date-time */
            finishedAt?: null | string;
        };
        BatchResponse: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            action: "enable" | "disable" | "test" | "disconnect" | "delete";
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            done: number;
            /** Format: int32 */
            failed: number;
            /** Format: int32 */
            left: number;
            /** Format: int32 */
            cancelled: number;
            startedBy: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            cancelledAt?: null | string;
            /** Format: date-time */
            finishedAt?: null | string;
        };
        CallerDocument: {
            /** Format: uuid */
            userId?: null | string;
            /** Format: uuid */
            tenantId?: null | string;
            name: string;
            roles: string[];
            scopes: string[];
            madeBy?: null | components["schemas"]["MakerDocument"];
        };
        /** @description What to change; members that are absent stay as they are. */
        ChangeWebhookRequest: {
            /** @description 1 to 80 characters, unique within the organization. */
            name?: null | string;
            /** @description Another address forgets the headers: what was typed for one receiver is not sent to another. */
            url?: null | string;
            /** @description Events to subscribe to, in place of the present ones. */
            events?: null | string[];
            headers?: null | components["schemas"]["JsonObject"];
            /** @description False stops sending, true starts afresh. */
            active?: null | boolean;
        };
        CompanyIntegration: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            companyId: string;
            name: string;
            /** @description As it was given; else the provider's key. */
            type: string;
            /**
             * @description active or inactive.
             * @enum {string}
             */
            status: "active" | "inactive";
            /** @description Settings and a receiver's address; never a secret. */
            config: components["schemas"]["JsonObject"];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        CompanyIntegrationId: {
            /** Format: uuid */
            id: string;
        };
        CompanyList: {
            integrations: components["schemas"]["CompanyIntegration"][];
        };
        CompanyListResponse: {
            success: boolean;
            data: components["schemas"]["CompanyList"];
        };
        CompanyLog: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integrationId: string;
            /**
             * @description success or error.
             * @enum {string}
             */
            status: "success" | "error";
            message: string;
            /** Format: date-time */
            createdAt: string;
        };
        CompanyLogs: {
            logs: components["schemas"]["CompanyLog"][];
            pagination: components["schemas"]["CompanyPagination"];
        };
        CompanyLogsResponse: {
            success: boolean;
            data: components["schemas"]["CompanyLogs"];
        };
        CompanyMessage: {
            success: boolean;
            message: string;
        };
        CompanyPagination: {
            /** Format: int32 */
            page: number;
            /** Format: int32 */
            limit: number;
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            pages: number;
        };
        CompanyResponse: {
            success: boolean;
            data: components["schemas"]["CompanyIntegration"];
        };
        /** @description Further members are taken where the provider's authMethods name them, such as a base URL. */
        ConnectApiKeyRequest: {
            apiKey: string;
            displayName?: null | string;
        };
        /** @description Further members are taken where the provider's authMethods name them, such as a site. */
        ConnectBasicRequest: {
            username: string;
            password: string;
            displayName?: null | string;
        };
        ConnectCustomRequest: {
            /** @description Provider-specific; named as the fields of the provider's authMethods. */
            credentials: components["schemas"]["JsonObject"];
            displayName?: null | string;
        };
        ConnectedResponse: {
            /** Format: uuid */
            connectionId: string;
            /** @enum {string} */
            status: "active" | "expired" | "revoked" | "error";
            /** Format: date-time */
            connectedAt: string;
        };
        ConnectionResponse: {
            /** Format: uuid */
            connectionId: string;
            /** @enum {string} */
            status: "active" | "expired" | "revoked" | "error";
            /** Format: date-time */
            lastValidatedAt?: null | string;
            /** @description What went wrong and what to do; absent while all is well. */
            validationError?: null | string;
            /**
             * Format: date-time
             * @description When the credential ends; absent where that is unknown or never.
             */
            expiresAt?: null | string;
            /** @description What the vendor was asked for and did not grant; absent when nothing is missing. Beyond the documents. */
            missingScopes?: null | components["schemas"]["MissingScope"][];
            /** @description What the vendor was not asked for, because the integration's setting purposes leaves out what needs it; absent when there is nothing. Beyond the documents. */
            unaskedScopes?: null | components["schemas"]["UnaskedScope"][];
        };
        /** @description For whom a link is. */
        ConnectLinkForRequest: {
            /**
             * @description member: that one, signed in as themself; any_member: the first member who signs in with it; outside: a person without an account, where the organization allows that.
             * @enum {string}
             */
            kind: "member" | "any_member" | "outside";
            /** @description For a member: their id or e-mail address. */
            member?: null | string;
            /** @description For a person outside: where the hub may send the link; at most 320 characters. */
            email?: null | string;
            /** @description For a person outside: who they are, in words; at most 120 characters. */
            label?: null | string;
            /** @description For a person outside: the caller's own id of them, at most 200 characters. Events and the integration carry it, and a later link with it connects the same integration again. */
            reference?: null | string;
        };
        ConnectLinkForResponse: {
            /**
             * @description member, any_member or outside.
             * @enum {string}
             */
            kind: "member" | "any_member" | "outside";
            /**
             * Format: uuid
             * @description The member; of any_member the one who opened it.
             */
            userId?: null | string;
            /** @description Theirs, or the one that was given. */
            email?: null | string;
            label?: null | string;
            reference?: null | string;
        };
        ConnectLinkListResponse: {
            links: components["schemas"]["ConnectLinkResponse"][];
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            limit: number;
            /** Format: int32 */
            offset: number;
        };
        /** @description A link to connect; nothing in it opens anything. */
        ConnectLinkResponse: {
            /** Format: uuid */
            id: string;
            /**
             * @description waiting, opened (a browser has it), done, failed (the last attempt; the browser may try again until it expires), expired or revoked.
             * @enum {string}
             */
            state: "waiting" | "opened" | "done" | "failed" | "expired" | "revoked";
            providers: string[];
            for: components["schemas"]["ConnectLinkForResponse"];
            returnUrl?: null | string;
            frameOrigins: string[];
            createdBy: string;
            /** Format: date-time */
            createdAt: string;
            /**
             * Format: date-time
             * @description Comes nearer when a browser opens it: that has an hour.
             */
            expiresAt: string;
            /** Format: date-time */
            openedAt?: null | string;
            /** Format: date-time */
            doneAt?: null | string;
            /** Format: date-time */
            revokedAt?: null | string;
            /** @description Why the last attempt did not connect; absent otherwise. */
            error?: null | string;
            /**
             * Format: uuid
             * @description The integration that it connects; absent until the first attempt.
             */
            integrationId?: null | string;
            /** Format: uuid */
            connectionId?: null | string;
        };
        CreateCompanyIntegration: {
            /** @description 1 to 80 characters, unique within the company. */
            name: string;
            /** @description A provider's key, or a word of your own. */
            type: string;
            /** @description Settings; with url or webhookUrl, a webhook. */
            config: components["schemas"]["JsonObject"];
        };
        CreateConnectLinkRequest: {
            /** @description Ids or names of 1 to 10 providers; the person connects one of them. */
            providers: string[];
            for: components["schemas"]["ConnectLinkForRequest"];
            /** @description Where the browser goes in the end, with status, error, linkId, integrationId and reference as query members: a path of the hub, or an address of an allowed origin. */
            returnUrl?: null | string;
            settings?: null | components["schemas"]["JsonObject"];
            /**
             * Format: int32
             * @description 1 to 30; 7 unless told.
             */
            expiresInDays?: null | number;
            /** @description At most 10 exact origins whose pages may show the link's first page in a frame, such as https://portal.example.org. */
            frameOrigins?: null | string[];
            /** @description The hub sends the link to the member or the e-mail address. */
            sendMail?: boolean;
        };
        CreatedCompanyIntegration: {
            success: boolean;
            message: string;
            data: components["schemas"]["CompanyIntegrationId"];
        };
        CreatedConnectLinkResponse: {
            link: components["schemas"]["ConnectLinkResponse"];
            /** @description The address to hand over; it is given this once. */
            url: string;
            /** @description The hub sends it by mail. */
            mailed: boolean;
        };
        CreateFromTemplateRequest: {
            /** @description 1 to 80 characters, unique within the organization; the template's name when left out. */
            name?: null | string;
        };
        CreateInstanceRequest: {
            /** @description The provider's id, or its unique identifier. */
            integrationId: string;
            /** @description 1 to 80 characters, unique within the organization. */
            name: string;
            description?: null | string;
            icon?: null | string;
            settings?: null | components["schemas"]["JsonObject"];
            /** @description Data access control: Meeting, Person; empty means all. */
            allowedShardTypes?: null | string[];
            searchEnabled?: null | boolean;
            searchableEntities?: null | string[];
            userScoped?: null | boolean;
            /** @description Free words by which integrations are found; they replace those that are there, and an empty array takes all away. At most 10, each of 1 to 30 characters. Beyond the documents. */
            tags?: null | string[];
        };
        /** @description 001's create; every member of the document that the hub does not set itself. */
        CreateProviderRequest: {
            name: string;
            displayName: string;
            description?: null | string;
            /**
             * @description crm, communication, data_source, storage or custom.
             * @enum {string}
             */
            category: "crm" | "communication" | "data_source" | "storage" | "custom";
            /** @description Unique identifier. */
            provider: string;
            /**
             * @description active, beta, deprecated or disabled.
             * @enum {string}
             */
            status: "active" | "beta" | "deprecated" | "disabled";
            /**
             * @description system or tenant.
             * @enum {string}
             */
            audience: "system" | "tenant";
            capabilities: string[];
            /** @description pull, push, bidirectional. */
            supportedSyncDirections: ("pull" | "push" | "bidirectional")[];
            supportsRealtime: boolean;
            supportsWebhooks: boolean;
            supportsNotifications: boolean;
            supportsSearch: boolean;
            searchableEntities?: null | string[];
            searchCapabilities?: null | components["schemas"]["SearchCapabilities"];
            requiresUserScoping: boolean;
            /**
             * @description oauth2, api_key, basic or custom.
             * @enum {string}
             */
            authType: "oauth2" | "api_key" | "basic" | "custom";
            oauthConfig?: null | components["schemas"]["OAuthConfigRequest"];
            availableEntities: components["schemas"]["EntityDocument"][];
            entityMappings?: null | components["schemas"]["EntityMapping"][];
            icon: string;
            color: string;
            version: string;
            isPremium?: boolean;
            requiredPlan?: null | string;
        };
        CredentialsUpdatedResponse: {
            success: boolean;
            credentialSecretName: string;
            /** Format: date-time */
            updatedAt: string;
        };
        DateRange: {
            /** @description A day or a moment; inclusive. */
            start?: null | string;
            /** @description A day or a moment; a day counts whole. */
            end?: null | string;
        };
        DeactivatedResponse: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "disabled";
            /** Format: date-time */
            updatedAt: string;
        };
        DisconnectedResponse: {
            success: boolean;
            /** Format: date-time */
            disconnectedAt: string;
        };
        /** @description 001's IntegrationEntity. */
        EntityDocument: {
            name: string;
            displayName?: null | string;
            description?: null | string;
            /** @description What things of this kind have; empty where the provider says nothing of it. */
            fields?: components["schemas"]["EntityFieldDescriptor"][];
        };
        /** @description A member that things of one kind have. */
        EntityFieldDescriptor: {
            /** @description As in the metadata of a found thing. */
            name: string;
            /** @description `string`, `number`, `boolean`, `datetime` or `array`. */
            type: string;
            description?: null | string;
        };
        /** @description A kind of thing of the vendor, and what it is proposed for in the hub. */
        EntityMapping: {
            /** @description The name of one of the provider's entities. */
            entity: string;
            /** @description Our entity type: Meeting, Person, …. */
            shardType: string;
        };
        EntityResponse: {
            success: boolean;
            entity: components["schemas"]["ExternalEntityDocument"];
        };
        /** @description 000's ExternalEntity. */
        ExternalEntityDocument: {
            id: string;
            title: string;
            description?: null | string;
            url?: null | string;
            metadata: components["schemas"]["JsonObject"];
        };
        /** @description One field of a form. */
        FieldDescriptor: {
            /** @description What the value is kept under, and what requests and errors call it. */
            name: string;
            /** @description Beside the field. */
            label: string;
            /**
             * @description `text`, `url`, `email`, `number`, `boolean`, `choice` or `json`.
             * @default text
             */
            type: string;
            /** @description Stored in the vault and never shown again. */
            secret: boolean;
            /** @description Whether the field must be filled in. */
            required: boolean;
            /** @description One or two sentences below the field: where the value is found, and what it is for. */
            help?: null | string;
            /** @description An example of a value, shown while the field is empty; never sent. */
            placeholder?: null | string;
            /** @description What the field holds until a person changes it; null for nothing. */
            default?: null | string;
            /** @description The values of a `choice`, in the order in which they are shown; empty for other types. */
            options: string[];
            /**
             * Format: int32
             * @description The longest value that is taken, in characters.
             */
            maxLength: number;
        };
        GlobalSearchBody: {
            /** @description Search query, required. */
            query: string;
            /** @description Only these integrations. */
            integrations?: null | string[];
            /** @description Only these entity types. */
            entities?: null | string[];
            filters?: null | components["schemas"]["SearchFilters"];
            /**
             * Format: int32
             * @description Max results per integration; 10 unless told, 100 at most.
             */
            limit?: null | number;
            /**
             * Format: int32
             * @description Results to skip per integration.
             */
            offset?: null | number;
            /** @description For user-scoped integrations; no one but the caller. */
            userId?: null | string;
        };
        GlobalSearchResponse: {
            results: components["schemas"]["SearchResultItem"][];
            /** Format: int32 */
            total: number;
            /** Format: int64 */
            took: number;
            hasMore: boolean;
            /** @description Grouped by integration id. */
            byIntegration: {
                [key: string]: components["schemas"]["SearchResultItem"][];
            };
            /** @description Grouped by entity type. */
            byEntity: {
                [key: string]: components["schemas"]["SearchResultItem"][];
            };
            /** @description Integrations that gave nothing now, or not all of it, and why. Beyond the documents. */
            errors: components["schemas"]["SearchFailureDocument"][];
        };
        /** @description The address to register at the vendor; the secret is there only in the answer that made it. */
        InboundAddressDocument: {
            address: string;
            secret?: null | string;
            secretHint: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            rotatedAt: string;
            /** Format: date-time */
            formerUntil?: null | string;
            /** Format: date-time */
            lastReceivedAt?: null | string;
        };
        /** @description A request of a vendor as it came, without secrets. */
        InboundRequestDetailDocument: {
            request: components["schemas"]["InboundRequestDocument"];
            /** @description Null where the key ring cannot open the request any more. */
            method?: null | string;
            headers: {
                [key: string]: string;
            };
            query: {
                [key: string]: string;
            };
            /** @description Null where it was too long to keep, or no text that could be looked through for secrets. */
            body?: null | string;
        };
        /** @description A request of a vendor in a list. */
        InboundRequestDocument: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            receivedAt: string;
            /** @enum {string} */
            verdict: "accepted" | "noted" | "challenge" | "rejected";
            /** @description Why it was refused, or the note on what there was nothing to do for. */
            reason?: null | string;
            /** @description In the vendor's words; null for what was refused. */
            eventType?: null | string;
            deliveryId?: null | string;
            /**
             * Format: int32
             * @description Of the whole body.
             */
            bodyBytes: number;
            /** @description False where the body was too long to keep. */
            isWhole: boolean;
        };
        InboundRequestListDocument: {
            requests: components["schemas"]["InboundRequestDocument"][];
        };
        InstanceListResponse: {
            integrations: components["schemas"]["InstanceResponse"][];
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            limit: number;
            /** Format: int32 */
            offset: number;
            hasMore: boolean;
            /** Format: int32 */
            nextOffset?: null | number;
        };
        /** @description 001's IntegrationDocument: an integration of the organization, without any credential. */
        InstanceResponse: {
            /** Format: uuid */
            id: string;
            /**
             * Format: uuid
             * @description Beyond the documents.
             */
            tenantId: string;
            /**
             * Format: uuid
             * @description Reference to the provider.
             */
            integrationId: string;
            /** @description The provider's unique identifier. Beyond the documents. */
            providerName: string;
            /** @description Beyond the documents. */
            category?: null | string;
            name: string;
            description?: null | string;
            icon?: null | string;
            /**
             * @description pending, connected, error or disabled.
             * @enum {string}
             */
            status: "pending" | "connected" | "error" | "disabled";
            /**
             * @description active, expired, revoked or error; absent while not connected. Beyond the documents.
             * @enum {null|string}
             */
            connectionStatus?: "active" | "expired" | "revoked" | "error" | null;
            /**
             * Format: uuid
             * @description Beyond the documents.
             */
            connectionId?: null | string;
            /**
             * @description oauth2, api_key, basic or custom; absent while not connected. Beyond the documents.
             * @enum {null|string}
             */
            authMethod?: "oauth2" | "api_key" | "basic" | "custom" | null;
            /** @description The vault's name for the stored secret; absent while not connected. Beyond the documents. */
            credentialSecretName?: null | string;
            settings: components["schemas"]["JsonObject"];
            /** @description Our entity types (Meeting, Person) that its data may be linked to or shown on; empty means all. */
            allowedShardTypes: string[];
            searchEnabled: boolean;
            /** @description Vendor entities that search may find; empty means all. */
            searchableEntities: string[];
            /** @description Each user connects for themself. */
            userScoped: boolean;
            /** @description A program's own id of whose account it holds, from the link that connected it; absent elsewhere. Beyond the documents. */
            reference?: null | string;
            /** @description Words that the organization marked it with, for its own order. Beyond the documents. */
            tags: string[];
            /** Format: date-time */
            enabledAt?: null | string;
            /** Format: uuid */
            enabledBy?: null | string;
            /**
             * Format: date-time
             * @description Beyond the documents.
             */
            lastConnectedAt?: null | string;
            /**
             * Format: date-time
             * @description Beyond the documents.
             */
            lastSyncAt?: null | string;
            /**
             * Format: date-time
             * @description Beyond the documents.
             */
            lastUsedAt?: null | string;
            /** @description What went wrong and what to do; absent while all is well. Beyond the documents. */
            lastError?: null | string;
            /**
             * Format: uuid
             * @description Beyond the documents.
             */
            createdBy?: null | string;
            /**
             * Format: date-time
             * @description Beyond the documents.
             */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        JsonNode: unknown;
        JsonObject: Record<string, never>;
        MakerDocument: {
            name: string;
            /** @description No longer a member, or disabled. The key goes on: it is the organization's. */
            hasLeft: boolean;
        };
        /** @description A permission that the person did not grant; the connection works without it, with less. */
        MissingScope: {
            /** @description As the vendor calls it. */
            name: string;
            /** @description In words. */
            label: string;
            /** @description What does not work without it. */
            notWorking: string;
        };
        /** @description 001's OAuthConfig; the secret goes into the vault and is never shown again. */
        OAuthConfigRequest: {
            authorizationUrl?: null | string;
            tokenUrl?: null | string;
            scopes?: null | string[];
            clientId?: null | string;
            clientSecret?: null | string;
        };
        OAuthConfigResponse: {
            authorizationUrl?: null | string;
            tokenUrl?: null | string;
            scopes: string[];
            clientId?: null | string;
            /** @description A client id and secret are set, so that people can sign in. Beyond the documents. */
            isConfigured: boolean;
        };
        /** @description The vendor's own secret, or none to have one made; `overlap` keeps the former in force for a day. */
        OpenInboundAddress: {
            secret?: null | string;
            overlap?: boolean;
        };
        /** @description A partial IntegrationDocument. */
        PatchInstanceRequest: {
            /**
             * @description disabled pauses, connected ends the pause; other states follow from the connection and cannot be set.
             * @enum {null|string}
             */
            status?: "disabled" | "connected" | null;
            /** @description 1 to 80 characters, unique within the organization. */
            name?: null | string;
            description?: null | string;
            icon?: null | string;
            settings?: null | components["schemas"]["JsonObject"];
            /** @description Data access control: Meeting, Person; empty means all. */
            allowedShardTypes?: null | string[];
            searchEnabled?: null | boolean;
            searchableEntities?: null | string[];
            userScoped?: null | boolean;
            /** @description Free words by which integrations are found; they replace those that are there, and an empty array takes all away. At most 10, each of 1 to 30 characters. Beyond the documents. */
            tags?: null | string[];
        };
        ProviderAudienceRequest: {
            /** @enum {string} */
            audience: "system" | "tenant";
        };
        ProviderAudienceResponse: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            audience: "system" | "tenant";
            /** Format: date-time */
            updatedAt: string;
        };
        ProviderListResponse: {
            providers: components["schemas"]["ProviderResponse"][];
            /** Format: int32 */
            total: number;
            /** Format: int32 */
            limit: number;
            /** Format: int32 */
            offset: number;
            hasMore: boolean;
            /** Format: int32 */
            nextOffset?: null | number;
        };
        /** @description 001's IntegrationProviderDocument. */
        ProviderResponse: {
            /** Format: uuid */
            id: string;
            /**
             * @description crm, communication, data_source, storage or custom.
             * @enum {string}
             */
            category: "crm" | "communication" | "data_source" | "storage" | "custom";
            /** @description Unique identifier. */
            provider: string;
            name: string;
            displayName: string;
            description?: null | string;
            /**
             * @description active, beta, deprecated or disabled.
             * @enum {string}
             */
            status: "active" | "beta" | "deprecated" | "disabled";
            /**
             * @description system or tenant.
             * @enum {string}
             */
            audience: "system" | "tenant";
            capabilities: string[];
            /** @description pull, push, bidirectional. */
            supportedSyncDirections: ("pull" | "push" | "bidirectional")[];
            supportsRealtime: boolean;
            supportsWebhooks: boolean;
            supportsNotifications: boolean;
            supportsSearch: boolean;
            searchableEntities: string[];
            searchCapabilities?: null | components["schemas"]["SearchCapabilities"];
            requiresUserScoping: boolean;
            /**
             * @description oauth2, api_key, basic or custom: the recommended way; authMethods has all.
             * @enum {string}
             */
            authType: "oauth2" | "api_key" | "basic" | "custom";
            oauthConfig?: null | components["schemas"]["OAuthConfigResponse"];
            availableEntities: components["schemas"]["EntityDocument"][];
            entityMappings: components["schemas"]["EntityMapping"][];
            icon: string;
            color: string;
            version: string;
            isPremium: boolean;
            requiredPlan?: null | string;
            /** @description All ways to connect, with the fields that a person fills in. Beyond the documents. */
            authMethods: components["schemas"]["AuthMethodResponse"][];
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        ProviderStatusRequest: {
            /** @enum {string} */
            status: "active" | "beta" | "deprecated" | "disabled";
        };
        ProviderStatusResponse: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            status: "active" | "beta" | "deprecated" | "disabled";
            /** Format: date-time */
            updatedAt: string;
        };
        ProviderTestResponse: {
            success: boolean;
            message?: null | string;
            error?: null | string;
            /** Format: date-time */
            testedAt: string;
            /**
             * Format: int64
             * @description Milliseconds.
             */
            responseTime?: null | number;
        };
        RenameTemplateRequest: {
            /** @description 1 to 80 characters, unique among the organization's templates. */
            name: string;
        };
        /** @description Which deliveries to send again; without members all that were given up. */
        ReplayWebhookRequest: {
            /** @description A day or a moment, ISO 8601: what happened from then on. */
            fromDate?: null | string;
            /** @description A day or a moment, ISO 8601; a day counts whole. */
            toDate?: null | string;
            /** @description Also what was delivered already; false unless told. */
            includeSucceeded?: null | boolean;
        };
        SaveTemplateRequest: {
            /** @description An integration of the organization. */
            integrationId: string;
            /** @description 1 to 80 characters, unique among the organization's templates. */
            name: string;
        };
        /** @description How a vendor searches. */
        SearchCapabilities: {
            /** @description Words are found anywhere in a thing, not in its name alone. */
            fullText: boolean;
            /** @description Single fields can be searched, such as the assignee of an issue. */
            fieldSpecific: boolean;
            /** @description A search can be narrowed by type, dates or the values of fields. */
            filtered: boolean;
        };
        /** @description All members may be absent: an empty search finds what is nearest. */
        SearchEntitiesRequest: {
            query?: null | string;
            /** @description A day or a moment, ISO 8601; inclusive. */
            startDate?: null | string;
            /** @description A day or a moment, ISO 8601; a day counts whole. */
            endDate?: null | string;
            /**
             * Format: int32
             * @description 1 to 100; 50 unless told.
             */
            limit?: null | number;
        };
        SearchEntitiesResponse: {
            success: boolean;
            results: components["schemas"]["ExternalEntityDocument"][];
            /** @description Why these are not all results; absent when they are. */
            error?: null | string;
        };
        SearchFailureDocument: {
            /** Format: uuid */
            integrationId: string;
            integrationName: string;
            /**
             * @description timeout, error, rate_limited or reconnect.
             * @enum {string}
             */
            status: "timeout" | "error" | "rate_limited" | "reconnect";
            message: string;
            /**
             * Format: int32
             * @description How old this integration's results are, which are shown in place of fresh ones; absent when there are none.
             */
            staleSeconds?: null | number;
        };
        SearchFilters: {
            dateRange?: null | components["schemas"]["DateRange"];
            entityTypes?: null | string[];
            customFilters?: null | components["schemas"]["JsonObject"];
        };
        SearchResponse: {
            results: components["schemas"]["SearchResultItem"][];
            /**
             * Format: int32
             * @description All matches where the vendor tells; else as many as are known.
             */
            total: number;
            /**
             * Format: int64
             * @description Milliseconds.
             */
            took: number;
            hasMore: boolean;
            /**
             * Format: int32
             * @description How old the results are, while the vendor is in trouble; absent for fresh ones. Beyond the documents.
             */
            staleSeconds?: null | number;
            /** @description Why these are not all results, or not fresh ones; absent when they are. Beyond the documents. */
            error?: null | string;
        };
        SearchResultItem: {
            id: string;
            /** Format: uuid */
            integrationId: string;
            integrationName: string;
            provider: string;
            entityType: string;
            title: string;
            description?: null | string;
            url?: null | string;
            metadata: components["schemas"]["JsonObject"];
        };
        StartBatchRequest: {
            /**
             * @description enable, disable, test, disconnect (every person's connection too) or delete.
             * @enum {string}
             */
            action: "enable" | "disable" | "test" | "disconnect" | "delete";
            /** @description 1 to 1,000 integrations; leave it out to give a filter. */
            ids?: null | string[];
            filter?: null | components["schemas"]["BatchFilter"];
        };
        StartOAuthRequest: {
            /** @description Where the browser goes after the consent: a path of the hub, or an address of an allowed origin. */
            returnUrl: string;
            /**
             * @description Uses that the integration is to have besides those of its setting purposes, such as action:create_issue, find:issue or events: what they need is asked for
             *     together with what is granted already. Of no effect where the integration is for everything. Beyond the documents.
             */
            purposes?: null | string[];
        };
        StartOAuthResponse: {
            /** @description Where the person goes. */
            authorizationUrl: string;
            state: string;
        };
        SyncDocument: {
            /** @description By entity type. */
            changes: {
                [key: string]: number;
            };
            /** Format: int32 */
            linksChanged: number;
            /** @description False while more waits at the vendor. */
            isComplete: boolean;
            /** Format: date-time */
            lastSyncAt: string;
        };
        TemplateListResponse: {
            templates: components["schemas"]["TemplateResponse"][];
            /** Format: int32 */
            total: number;
        };
        TemplateResponse: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            tenantId: string;
            /** @description The provider's unique identifier. */
            providerName: string;
            name: string;
            description?: null | string;
            icon?: null | string;
            /** @description What the provider's settings form names, without secrets. */
            settings: components["schemas"]["JsonObject"];
            /** @description Our entity types (Meeting, Person); empty means all. */
            allowedShardTypes: string[];
            searchEnabled: boolean;
            /** @description Vendor entities that search may find; empty means all. */
            searchableEntities: string[];
            /** @description Each user connects for themself. */
            userScoped: boolean;
            /** Format: uuid */
            createdBy?: null | string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
        };
        TestConnectionResponse: {
            success: boolean;
            message?: null | string;
            error?: null | string;
            /** Format: date-time */
            testedAt: string;
            /**
             * Format: int64
             * @description Milliseconds.
             */
            responseTime?: null | number;
            details?: null | components["schemas"]["JsonObject"];
        };
        TestIntegrationResponse: {
            success: boolean;
            /** @description The vendor's reason, when the test did not pass. */
            error?: null | string;
        };
        /** @description Either `{email,password}`, with `code` where there is a second factor, or `{clientId,clientSecret}`. */
        TokenRequest: {
            email?: null | string;
            password?: null | string;
            /** @description Six digits of the authenticator app, or a recovery code. */
            code?: null | string;
            clientId?: null | string;
            clientSecret?: null | string;
        } | unknown | unknown;
        TokenResponse: {
            accessToken: string;
            tokenType: string;
            /** Format: int32 */
            expiresIn: number;
        };
        /** @description A permission that the vendor was not asked for, because the integration is not for what needs it. */
        UnaskedScope: {
            /** @description As the vendor calls it. */
            name: string;
            /** @description In words. */
            label: string;
            /** @description The uses that need it, as purposes of connect/oauth take them. */
            neededFor: string[];
        };
        UpdateCompanyIntegration: {
            name?: null | string;
            type?: null | string;
            config?: null | components["schemas"]["JsonObject"];
            /**
             * @description active or inactive.
             * @enum {null|string}
             */
            status?: "active" | "inactive" | null;
        };
        UpdateCredentialsRequest: {
            /**
             * @description oauth, api_key, basic or custom.
             * @enum {string}
             */
            credentialType: "oauth" | "api_key" | "basic" | "custom";
            /** @description The new credentials, named as for connecting. */
            credentials: components["schemas"]["JsonObject"];
        };
        UserConnectionResponse: {
            connected: boolean;
            /** Format: uuid */
            connectionId?: null | string;
            /** @enum {null|string} */
            status?: "active" | "expired" | "revoked" | "error" | null;
            /** Format: date-time */
            lastConnectedAt?: null | string;
            /** @description Beyond the documents. */
            missingScopes?: null | components["schemas"]["MissingScope"][];
            /** @description Beyond the documents. */
            unaskedScopes?: null | components["schemas"]["UnaskedScope"][];
        };
        WidgetActivity: {
            /** Format: uuid */
            id: string;
            /** @description sync, test, connect or disconnect. */
            type: string;
            /**
             * @description success, failed or running.
             * @enum {string}
             */
            status: "success" | "failed" | "running";
            /** Format: date-time */
            timestamp: string;
            details?: null | components["schemas"]["JsonObject"];
        };
        WidgetActivityResponse: {
            activities: components["schemas"]["WidgetActivity"][];
            /** Format: int32 */
            total: number;
        };
        WidgetDataResponse: {
            data: unknown[];
            /** Format: int32 */
            total: number;
            entity: string;
            /** Format: date-time */
            fetchedAt: string;
        };
        WidgetStatusResponse: {
            /** Format: uuid */
            integrationId: string;
            name: string;
            /**
             * @description pending, connected, error or disabled.
             * @enum {string}
             */
            status: "pending" | "connected" | "error" | "disabled";
            /**
             * @description active, expired, revoked or error; absent while not connected.
             * @enum {null|string}
             */
            connectionStatus?: "active" | "expired" | "revoked" | "error" | null;
            /** Format: date-time */
            lastConnectedAt?: null | string;
            /** Format: date-time */
            lastSyncAt?: null | string;
            /** @description What went wrong and what to do; absent while all is well. */
            error?: null | string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    CreateAccessToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenResponse"];
                };
            };
        };
    };
    GetCaller: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallerDocument"];
                };
            };
        };
    };
    SyncIntegration: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncDocument"];
                };
            };
        };
    };
    OAuthCallback: {
        parameters: {
            query?: {
                code?: string;
                state?: string;
                error?: string;
                iss?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    TestIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestIntegrationResponse"];
                };
            };
        };
    };
    SearchExternalEntities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["SearchEntitiesRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchEntitiesResponse"];
                };
            };
        };
    };
    GetExternalEntity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
                externalId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntityResponse"];
                };
            };
        };
    };
    ListProviders: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                sortBy?: string;
                sortOrder?: string;
                category?: string;
                status?: string;
                audience?: string;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderListResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    CreateProvider: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateProviderRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderResponse"];
                };
            };
        };
    };
    GetProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    DeleteProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    UpdateProvider: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JsonObject"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    UpdateProviderStatus: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderStatusRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderStatusResponse"];
                };
            };
        };
    };
    UpdateProviderAudience: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProviderAudienceRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderAudienceResponse"];
                };
            };
        };
    };
    TestProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderTestResponse"];
                };
            };
        };
    };
    ListCatalog: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                sortBy?: string;
                sortOrder?: string;
                category?: string;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderListResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    GetCatalogEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                category: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ListInstances: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
                sortBy?: string;
                sortOrder?: string;
                status?: string;
                providerName?: string;
                search?: string;
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceListResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    CreateInstance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInstanceRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceResponse"];
                };
            };
        };
    };
    GetInstance: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    DeleteInstance: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    UpdateInstance: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchInstanceRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ActivateInstance: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivatedResponse"];
                };
            };
        };
    };
    DeactivateInstance: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeactivatedResponse"];
                };
            };
        };
    };
    StartBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartBatchRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResponse"];
                };
            };
        };
    };
    GetBatch: {
        parameters: {
            query?: {
                status?: string;
                limit?: number;
                offset?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchDetailsResponse"];
                };
            };
        };
    };
    CancelBatch: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResponse"];
                };
            };
        };
    };
    ListTemplates: {
        parameters: {
            query?: {
                providerName?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateListResponse"];
                };
            };
        };
    };
    SaveTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaveTemplateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateResponse"];
                };
            };
        };
    };
    GetTemplate: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    DeleteTemplate: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    RenameTemplate: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameTemplateRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    CreateFromTemplate: {
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
                "application/json": components["schemas"]["CreateFromTemplateRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstanceResponse"];
                };
            };
        };
    };
    StartOAuth: {
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
                "application/json": components["schemas"]["StartOAuthRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartOAuthResponse"];
                };
            };
        };
    };
    ConnectApiKey: {
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
                "application/json": components["schemas"]["ConnectApiKeyRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectedResponse"];
                };
            };
        };
    };
    ConnectBasic: {
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
                "application/json": components["schemas"]["ConnectBasicRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectedResponse"];
                };
            };
        };
    };
    ConnectCustom: {
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
                "application/json": components["schemas"]["ConnectCustomRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectedResponse"];
                };
            };
        };
    };
    GetConnection: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionResponse"];
                };
            };
        };
    };
    TestConnection: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestConnectionResponse"];
                };
            };
        };
    };
    DisconnectInstance: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectedResponse"];
                };
            };
        };
    };
    UpdateCredentials: {
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
                "application/json": components["schemas"]["UpdateCredentialsRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CredentialsUpdatedResponse"];
                };
            };
        };
    };
    StartUserOAuth: {
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
                "application/json": components["schemas"]["StartOAuthRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartOAuthResponse"];
                };
            };
        };
    };
    GetUserConnection: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserConnectionResponse"];
                };
            };
        };
    };
    DisconnectUser: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisconnectedResponse"];
                };
            };
        };
    };
    ListConnectLinks: {
        parameters: {
            query?: {
                limit?: number;
                offset?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLinkListResponse"];
                };
            };
        };
    };
    CreateConnectLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConnectLinkRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedConnectLinkResponse"];
                };
            };
        };
    };
    GetConnectLink: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLinkResponse"];
                };
            };
        };
    };
    RevokeConnectLink: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectLinkResponse"];
                };
            };
        };
    };
    SearchAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GlobalSearchBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GlobalSearchResponse"];
                };
            };
        };
    };
    SearchOne: {
        parameters: {
            query: {
                query: string;
                entities?: string[];
                limit?: number;
                offset?: number;
                userId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResponse"];
                };
            };
        };
    };
    GetWidgetStatus: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetStatusResponse"];
                };
            };
        };
    };
    GetWidgetActivity: {
        parameters: {
            query?: {
                timeRange?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetActivityResponse"];
                };
            };
        };
    };
    GetWidgetData: {
        parameters: {
            query: {
                entity: string;
                fields?: string[];
                filters?: string;
                limit?: number;
                userId?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WidgetDataResponse"];
                };
            };
        };
    };
    CompanyListIntegrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyListResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    CompanyCreateIntegration: {
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
                 *       "name": "Slack",
                 *       "type": "messaging",
                 *       "config": {
                 *         "webhookUrl": "https://hooks.slack.com/..."
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["CreateCompanyIntegration"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedCompanyIntegration"];
                };
            };
        };
    };
    CompanyGetIntegration: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyResponse"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    CompanyUpdateIntegration: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Updated Integration",
                 *       "type": "messaging",
                 *       "config": {
                 *         "webhookUrl": "https://hooks.slack.com/updated"
                 *       },
                 *       "status": "inactive"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateCompanyIntegration"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyMessage"];
                };
            };
        };
    };
    CompanyDeleteIntegration: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyMessage"];
                };
            };
        };
    };
    CompanyListLogs: {
        parameters: {
            query?: {
                page?: number;
                limit?: number;
                status?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompanyLogsResponse"];
                };
            };
        };
    };
    AutomationListIntegrations: {
        parameters: {
            query?: {
                type?: string;
                status?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationPageOfAutomationIntegration"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    AutomationListAvailable: {
        parameters: {
            query?: {
                query?: string;
                category?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfIReadOnlyListOfAutomationAvailable"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    AutomationGetIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationDetails"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    AutomationConnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationConnectRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationConnectedDocument"];
                };
            };
        };
    };
    AutomationDisconnect: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationDisconnected"];
                };
            };
        };
    };
    AutomationTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationTested"];
                };
            };
        };
    };
    AutomationRunAction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                integrationId: string;
                actionName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["AutomationActionRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationActionResult"];
                };
            };
        };
    };
    AutomationCreateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AutomationWebhookRequest"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationWebhook"];
                };
            };
        };
    };
    AutomationListLogs: {
        parameters: {
            query?: {
                limit?: number;
                action?: string;
                fromDate?: string;
                toDate?: string;
                cursor?: string;
            };
            header?: never;
            path: {
                integrationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationPageOfAutomationLog"];
                };
            };
        };
    };
    AutomationGetWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationWebhookDetails"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    AutomationDeleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationWebhookRemoved"];
                };
            };
        };
    };
    AutomationChangeWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeWebhookRequest"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationWebhookDetails"];
                };
            };
        };
    };
    AutomationRotateWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationWebhook"];
                };
            };
        };
    };
    AutomationListDeliveries: {
        parameters: {
            query?: {
                status?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationPageOfAutomationDelivery"];
                };
            };
        };
    };
    AutomationGetDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationDeliveryDetails"];
                };
            };
        };
    };
    AutomationReplayDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationReplayed"];
                };
            };
        };
    };
    AutomationReplayWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": null | components["schemas"]["ReplayWebhookRequest"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutomationResponseOfAutomationReplayed"];
                };
            };
        };
    };
    ListAccountStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountsResponse"];
                };
            };
        };
    };
    GetGitHubStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountResponse"];
                };
            };
        };
    };
    GetGoogleCalendarStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountResponse"];
                };
            };
        };
    };
    GetInboundAddress: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundAddressDocument"];
                };
            };
        };
    };
    OpenInboundAddress: {
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
                "application/json": components["schemas"]["OpenInboundAddress"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundAddressDocument"];
                };
            };
        };
    };
    CloseInboundAddress: {
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
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ListInboundRequests: {
        parameters: {
            query?: {
                verdict?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundRequestListDocument"];
                };
            };
        };
    };
    GetInboundRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboundRequestDetailDocument"];
                };
            };
        };
    };
    ReplayInboundRequest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                requestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    ProxyGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration. */
                integrationId: string;
                /** @description Below the vendor's base address, such as user/repos at https://api.github.com/. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vendor's answer. Its status may be any other too, except 401 and redirects. */
            200: {
                headers: {
                    /** @description The vendor's status; absent from the hub's own answers. */
                    "X-Vendor-Status"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
        };
    };
    ProxyPut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration. */
                integrationId: string;
                /** @description Below the vendor's base address, such as user/repos at https://api.github.com/. */
                path: string;
            };
            cookie?: never;
        };
        /** @description Whatever the vendor takes; its Content-Type is passed on. */
        requestBody?: {
            content: {
                "application/json": unknown;
                "*/*": unknown;
            };
        };
        responses: {
            /** @description The vendor's answer. Its status may be any other too, except 401 and redirects. */
            200: {
                headers: {
                    /** @description The vendor's status; absent from the hub's own answers. */
                    "X-Vendor-Status"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
        };
    };
    ProxyPost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration. */
                integrationId: string;
                /** @description Below the vendor's base address, such as user/repos at https://api.github.com/. */
                path: string;
            };
            cookie?: never;
        };
        /** @description Whatever the vendor takes; its Content-Type is passed on. */
        requestBody?: {
            content: {
                "application/json": unknown;
                "*/*": unknown;
            };
        };
        responses: {
            /** @description The vendor's answer. Its status may be any other too, except 401 and redirects. */
            200: {
                headers: {
                    /** @description The vendor's status; absent from the hub's own answers. */
                    "X-Vendor-Status"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
        };
    };
    ProxyDelete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration. */
                integrationId: string;
                /** @description Below the vendor's base address, such as user/repos at https://api.github.com/. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The vendor's answer. Its status may be any other too, except 401 and redirects. */
            200: {
                headers: {
                    /** @description The vendor's status; absent from the hub's own answers. */
                    "X-Vendor-Status"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
        };
    };
    ProxyPatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The integration. */
                integrationId: string;
                /** @description Below the vendor's base address, such as user/repos at https://api.github.com/. */
                path: string;
            };
            cookie?: never;
        };
        /** @description Whatever the vendor takes; its Content-Type is passed on. */
        requestBody?: {
            content: {
                "application/json": unknown;
                "*/*": unknown;
            };
        };
        responses: {
            /** @description The vendor's answer. Its status may be any other too, except 401 and redirects. */
            200: {
                headers: {
                    /** @description The vendor's status; absent from the hub's own answers. */
                    "X-Vendor-Status"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "*/*": unknown;
                };
            };
        };
    };
    CallTools: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description Events; each holds a message. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description A notification was taken. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
