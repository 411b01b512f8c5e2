using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;

namespace Integrations.Core.Connections.OAuth;

/// <summary>A provider that people can sign in at: its connector, its way to sign in, and the hub's client there.</summary>
internal sealed record OAuthProvider(ConnectorEntry Entry, OAuthManifest Manifest, OAuthClient Client);
