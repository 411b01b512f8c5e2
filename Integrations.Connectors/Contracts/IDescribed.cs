using Integrations.Connectors.Manifest;

namespace Integrations.Connectors.Contracts;

/// <summary>A connector that brings its manifest with it; others have a <c>manifest.json</c> in their folder.</summary>
internal interface IDescribed
{
    ProviderManifest Manifest { get; }
}
