namespace Integrations.Web.Api.Documents;

/// <summary>A member or a route that none of the five documents names; described as such, so that no one takes it for part of the contract.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class BeyondDocumentsAttribute : Attribute;
