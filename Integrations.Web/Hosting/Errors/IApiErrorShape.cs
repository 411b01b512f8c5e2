namespace Integrations.Web.Hosting.Errors;

/// <summary>How one documented surface writes errors. Each surface's folder has one.</summary>
internal interface IApiErrorShape
{
    /// <summary>Serialized as JSON; carries nothing but what the document names.</summary>
    object Body(ApiError error, string requestId);
}
