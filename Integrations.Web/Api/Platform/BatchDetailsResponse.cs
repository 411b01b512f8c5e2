namespace Integrations.Web.Api.Platform;

/// <param name="Items">At most 100, in the order that was asked for.</param>
/// <param name="TotalItems">All items of the asked-for status.</param>
internal sealed record BatchDetailsResponse(BatchResponse Batch, IReadOnlyList<BatchItemResponse> Items, int TotalItems);
