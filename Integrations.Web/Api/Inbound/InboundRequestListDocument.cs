namespace Integrations.Web.Api.Inbound;

internal sealed record InboundRequestListDocument(IReadOnlyList<InboundRequestDocument> Requests);
