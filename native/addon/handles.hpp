// JavaScript objects that stand for a writer or a table.
#pragma once

#include <node_api.h>

#include <memory>

#include "seqch.h"

namespace seqch_addon {

/// Frees the writer when nobody holds it any more: neither a JavaScript object nor an asynchronous call under way.
/// That may be in a finalizer on the JavaScript thread; a writer that was not closed is then closed without waiting
/// for the server, which takes at most 100 ms.
class WriterOwner {
 public:
  explicit WriterOwner(seq_ch_writer* writer) noexcept : writer_(writer) {}
  ~WriterOwner() { seq_ch_free(writer_); }
  WriterOwner(const WriterOwner&) = delete;
  WriterOwner& operator=(const WriterOwner&) = delete;
  [[nodiscard]] seq_ch_writer* get() const noexcept { return writer_; }

 private:
  seq_ch_writer* writer_;
};

struct WriterHandle {
  std::shared_ptr<WriterOwner> owner;
};

struct TableHandle {
  std::shared_ptr<WriterOwner> owner;
  seq_ch_table* table;
};

/// A JavaScript object that owns `handle`. The object is tagged, so that no other object passes for it.
[[nodiscard]] napi_value wrap(napi_env env, std::unique_ptr<WriterHandle> handle);
[[nodiscard]] napi_value wrap(napi_env env, std::unique_ptr<TableHandle> handle);

/// nullptr when the value is no such object.
[[nodiscard]] WriterHandle* as_writer(napi_env env, napi_value value);
[[nodiscard]] TableHandle* as_table(napi_env env, napi_value value);

}  // namespace seqch_addon
